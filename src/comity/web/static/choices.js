// A record that was found becomes the choice of the list above it.
export function beChosen() {
  document.addEventListener("click", (event) => {
    const same = event.target.closest("[data-same]");
    if (same) return takeKnown(same);
    const chosen = event.target.closest("[data-choose]");
    if (!chosen) return;
    const list = document.getElementById(chosen.closest("[data-choices]").dataset.choices);
    let option = [...list.options].find((each) => each.value === chosen.dataset.choose);
    if (!option) {
      option = new Option(chosen.dataset.label, chosen.dataset.choose);
      list.add(option);
    }
    option.selected = true;
    chosen.closest("[data-choices]").replaceChildren();
    list.focus();
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// Somebody who is known is referred to, and not entered anew: what was typed of them is let go.
function takeKnown(same) {
  const form = same.closest("form");
  const { field, label } = same.dataset;
  form.querySelector(`input[name=new][value="${field}"]`)?.remove();
  same.closest("fieldset").remove();
  const list = document.getElementById(`f-${field}`);
  if (![...list.options].some((each) => each.value === same.dataset.same)) list.add(new Option(label, same.dataset.same));
  list.value = same.dataset.same;
  list.focus();
  list.dispatchEvent(new Event("change", { bubbles: true }));
}
