// Saves what has been answered two seconds after the last change, and again when the page is left.
const PAUSE = 2000;
const RETRY = 10000;
const KEEPALIVE_BYTES = 60000; // browsers refuse larger bodies that outlive their page
const form = document.querySelector("form[data-autosave]");
const status = document.querySelector("[data-autosave-status]");
let timer = 0;
let changed = false;
let stopped = false;
let submitting = false;
let saving = Promise.resolve();

async function save() {
  clearTimeout(timer);
  if (!changed || stopped || submitting) return;
  changed = false;
  const body = new URLSearchParams(new FormData(form)).toString();
  try {
    const answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "autosave" },
      keepalive: document.visibilityState === "hidden" && body.length < KEEPALIVE_BYTES,
    });
    const { message, version } = await answer.json();
    status.textContent = message;
    if (version) form.elements.version.value = version;
    stopped = answer.status === 409;
  } catch {
    changed = true;
    status.textContent = "Not saved yet. Your answers are still on this page.";
    timer = setTimeout(saveInTurn, RETRY);
  }
}

function saveInTurn() {
  saving = saving.then(save);
}

if (form && status) {
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(saveInTurn, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (submitting) return;
    // A save under way changes the version that this form must name: let it end first.
    event.preventDefault();
    submitting = true;
    clearTimeout(timer);
    const by = event.submitter;
    // In a task of its own: while this event is handled the browser ignores another submission.
    saving.finally(() => setTimeout(() => form.requestSubmit(by)));
  });
  addEventListener("pageshow", () => { submitting = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveInTurn();
  });
}
