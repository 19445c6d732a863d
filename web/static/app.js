// Pages work without this. It starts the library's components and hides follow-up questions that
// the answers so far do not call for.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();

// A page that answered a form is reached by "back" without sending the form again.
history.replaceState(null, "", location.href);

const answersTo = (form, name) =>
  [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
    .filter((control) => control.tagName === "SELECT" || control.checked)
    .map((control) => control.value);

function showFollowUps(form) {
  for (const followUp of form.querySelectorAll("[data-asked-when]")) {
    const codes = followUp.dataset.askedCodes.split(" ");
    const asked = answersTo(form, followUp.dataset.askedWhen).some((code) => codes.includes(code));
    const parent = form.querySelector(`[data-question="${CSS.escape(followUp.dataset.askedWhen)}"]`);
    followUp.hidden = !asked || Boolean(parent?.hidden);
    followUp.querySelector(".app-followup__note").hidden = true;
  }
}

for (const form of document.querySelectorAll("form[data-follow-ups]")) {
  showFollowUps(form);
  form.addEventListener("change", () => showFollowUps(form));
}

// On a desk there is room for the filter; on a phone it stays folded until it is wanted.
const wide = matchMedia("(min-width: 48.0625em)").matches;
for (const panel of document.querySelectorAll("details[data-open-when-wide]")) panel.open ||= wide;

document.querySelector("[data-focus]")?.focus();
