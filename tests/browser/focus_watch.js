// Notices where the focus goes and whether it can be seen there. Read again with window.focusSeen.
() => {
  const drawn = (style) => {
    const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      && !/, 0\)$|transparent/.test(style.outlineColor) ? style.outline : "";
    return [outline, style.boxShadow, style.backgroundColor, style.borderTopColor, style.borderTopWidth,
      style.color, style.textDecorationLine, style.textDecorationThickness].join("|");
  };
  const look = (element) => {
    const label = element.labels?.[0];
    return [drawn(getComputedStyle(element)), label ? drawn(getComputedStyle(label, "::before")) : "",
      getComputedStyle(element).clipPath, getComputedStyle(element).position].join("/");
  };
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const before = new Map([...document.querySelectorAll(controls)].map((one) => [one, look(one)]));
  const names = new Set();
  const stops = [...before.keys()].filter((one) => {
    if (one.tabIndex < 0 || !one.checkVisibility() || one.disabled) return false;
    // Radios of a group are one stop: the chosen one, or the first.
    if (one.type !== "radio") return true;
    const first = !names.has(one.name);
    names.add(one.name);
    return first;
  });
  const reached = new Set();
  window.focusSeen = { count: 0, hidden: [] };
  document.addEventListener("focusin", ({ target }) => {
    if (reached.has(target)) return;
    window.focusSeen.count = reached.add(target).size;
    if (before.has(target) && before.get(target) === look(target))
      window.focusSeen.hidden.push(target.outerHTML.replace(/\s+/g, " ").slice(0, 120));
  });
  document.activeElement?.blur();
  stops[0]?.focus();
  // The browser's own boxes for day, month, year and calendar are three stops more.
  const more = 3 * stops.filter((one) => one.type === "date").length;
  return { stops: stops.length, presses: stops.length - 1 + more };
}
