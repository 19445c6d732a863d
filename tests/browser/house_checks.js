// What an accessibility tool does not see (spec: ux, 9). Returns sentences; none is good.
() => {
  const found = [];
  const say = (what, element) => {
    const words = (element.id ? "#" + element.id : element.outerHTML.replace(/\s+/g, " ").slice(0, 120));
    found.push(`${what}: ${words}`);
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const text = (element) => (element.textContent || "").trim();
  const shown = (element) => element.checkVisibility();
  const byId = (id) => document.getElementById(id);
  const referred = (element, attribute) =>
    (element.getAttribute(attribute) || "").split(/\s+/).filter(Boolean).map(byId);

  // Groups of choices say what they are about.
  const groups = new Map();
  for (const choice of all("input[type=radio], input[type=checkbox]")) {
    const key = (choice.form?.action || "") + choice.name;
    groups.set(key, [...(groups.get(key) || []), choice]);
  }
  for (const choices of groups.values()) {
    if (choices.length < 2 && choices[0].type === "checkbox") continue;
    for (const choice of choices) {
      const legend = choice.closest("fieldset")?.querySelector(":scope > legend");
      if (!legend || !text(legend)) { say("choices without a legend", choice); break; }
    }
  }

  // Every link within the page leads somewhere, and those of an error summary to a control.
  for (const link of all("a[href^='#']")) {
    const target = byId(decodeURIComponent(link.hash.slice(1)));
    if (!target) { say("link to nothing", link); continue; }
    const control = target.matches("input, select, textarea, button, a[href], [tabindex], main, details, div");
    if (link.closest(".govuk-error-summary, [role=alert]") && !control) say("error link to no control", link);
  }

  // An error is in the title, in the summary and at its control, in the same words.
  const summary = document.querySelector(".govuk-error-summary, [role=alert]");
  const isError = document.title.startsWith("Error:");
  if (summary && !isError) say("error page whose title does not say so", summary);
  if (!summary && isError) found.push("title says error, and there is no summary");
  const described = new Set(
    all("[aria-describedby]").flatMap((element) => referred(element, "aria-describedby"))
  );
  const messages = all(".govuk-error-message, .error-message");
  for (const message of messages) {
    if (!described.has(message) && !all("[aria-describedby]").some((element) =>
      referred(element, "aria-describedby").some((other) => other?.contains(message))))
      say("error text not tied to its control", message);
    if (!text(message)) say("empty error text", message);
  }
  for (const link of summary ? summary.querySelectorAll("a[href^='#']") : []) {
    const target = byId(link.hash.slice(1));
    if (!target?.matches("input, select, textarea")) continue;
    if (!messages.some((message) => text(message).endsWith(text(link)))) say("error said in the summary only", link);
  }
  for (const element of all("[aria-describedby], [aria-labelledby]"))
    for (const attribute of ["aria-describedby", "aria-labelledby"])
      if (referred(element, attribute).includes(null)) say(`${attribute} names nothing`, element);

  // Tables have a caption and headers that say what they head.
  for (const table of all("table")) {
    if (!table.querySelector("th[scope]")) say("table without headers", table);
    if (!text(table.querySelector("caption") || table.cloneNode())) say("table without a caption", table);
  }
  for (const header of all("th")) if (!text(header) || !header.scope) say("header without words or scope", header);

  // Nothing is empty that should say something.
  for (const element of all("h1, h2, h3, h4, button, a[href], legend, label, summary, .govuk-tag, .tag, dt, li, caption"))
    if (!text(element) && !element.getAttribute("aria-label")) say("empty", element);
  if (all("h1").length !== 1) found.push(`${all("h1").length} first headings`);

  // What looks like a button is one, and says so without script.
  for (const element of all("[onclick], .govuk-button, [role=button], .button"))
    if (!element.matches("button, a[href], input")) say("not a button", element);
  for (const element of all("body *"))
    if (shown(element) && getComputedStyle(element).cursor === "pointer"
      && !element.closest("a[href], button, label, summary, input, select, option"))
      say("looks like a button", element);

  // Controls have labels, which stay when something is typed.
  for (const control of all("input:not([type=hidden]), select, textarea")) {
    if (control.placeholder) say("placeholder", control);
    const labels = [...(control.labels || [])];
    if (!labels.some((label) => text(label))) say("control without a label", control);
    const box = (control.type === "radio" || control.type === "checkbox" ? control : control).getBoundingClientRect();
    if (shown(control) && (box.width < 24 || box.height < 24)) say("target under 24 pixels", control);
  }
  for (const button of all("button, a.govuk-button")) {
    const box = button.getBoundingClientRect();
    const hidden = button.closest("[aria-hidden=true]");
    if (shown(button) && !hidden && (box.width < 24 || box.height < 24)) say("target under 24 pixels", button);
  }

  for (const element of all("[style], style, [onclick], [onchange], [onsubmit]")) say("inline style or script", element);
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) found.push(`id twice: ${id}`);
  return found;
}
