"""How people reach the record: desks and pages in the browser, made of acts."""
