"""The FBI's edit rules that one submission can be held to: NIBRS Technical Specification 2019.1 and its table."""
