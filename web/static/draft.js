// Saves what has been answered two seconds after the last change, and again when the page is left.
const PAUSE = 2000;
const form = document.querySelector("form[data-autosave]");
const status = document.querySelector("[data-autosave-status]");
let timer = 0;
let changed = false;
let stopped = false;
let saving = Promise.resolve();

async function save() {
  clearTimeout(timer);
  if (!changed || stopped) return;
  changed = false;
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Requested-With": "autosave" },
      keepalive: true,
    });
    const { message, version } = await answer.json();
    status.textContent = message;
    if (version) form.elements.version.value = version;
    stopped = answer.status === 409;
  } catch {
    changed = true;
    status.textContent = "Not saved yet. Your answers are still on this page.";
  }
}

const saveInTurn = () => { saving = saving.then(save); };

if (form && status) {
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(saveInTurn, PAUSE);
  });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveInTurn();
  });
}
