// Everything here works without it too: links and forms do the same with whole
// pages. It adds completion, answers below one another, and copying a link.
"use strict";
(() => {
  const input = document.getElementById("q");
  const list = document.getElementById("completions");
  const answers = document.getElementById("answers");
  const told = document.getElementById("told");

  // Completion: the ARIA combobox pattern with a list box (ARIA APG 1.2).
  let lines = [], chosen = -1, typed = "", asked = 0, timer;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
    ["aria-controls", "completions"], ["aria-expanded", "false"]]) input.setAttribute(name, value);

  const close = () => {
    clearTimeout(timer);
    asked++;
    lines = []; chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (n) => {
    chosen = n;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === n)));
    if (n < 0) {
      input.value = typed;
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.value = lines[n];
    input.setAttribute("aria-activedescendant", "completion" + n);
    list.children[n].scrollIntoView({ block: "nearest" });
  };
  const open = (found) => {
    lines = found.filter((l) => l !== input.value);
    if (!lines.length) return close();
    chosen = -1;
    list.replaceChildren(...lines.map((line, i) => {
      const li = document.createElement("li");
      li.id = "completion" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      li.textContent = line;
      li.addEventListener("mousedown", (e) => { e.preventDefault(); input.value = line; complete(); });
      return li;
    }));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const complete = async () => {
    typed = input.value;
    const mine = ++asked;
    if (!typed.trim()) return close();
    try {
      const r = await fetch("/complete?" + new URLSearchParams({ q: typed }));
      if (mine === asked && r.ok) open(await r.json());
    } catch { close(); }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(complete, 90); });
  input.addEventListener("blur", () => setTimeout(close, 100));
  input.addEventListener("keydown", (e) => {
    const n = lines.length;
    if (e.key === "Escape" && n) { input.value = typed; close(); e.preventDefault(); }
    else if (e.key === "ArrowDown" && n) { choose(chosen + 1 < n ? chosen + 1 : -1); e.preventDefault(); }
    else if (e.key === "ArrowUp" && n) { choose(chosen < 0 ? n - 1 : chosen - 1); e.preventDefault(); }
    else if (e.key === "Tab" && n && !e.shiftKey) {
      if (chosen < 0) choose(0);
      complete();
      e.preventDefault();
    }
  });

  // Answers: each question becomes a card above the ones before.
  let shown = location.search;
  const ask = async (address, place) => {
    const query = new URL(address, location.href).search;
    close();
    answers.setAttribute("aria-busy", "true");
    if (place) place.classList.add("waiting");
    try {
      const r = await fetch("/answer" + query);
      if (!r.headers.get("Content-Type")?.startsWith("text/html") || r.status === 401) throw r;
      const box = document.createElement("template");
      box.innerHTML = await r.text();
      show(box.content.firstElementChild, place, query);
    } catch {
      location.assign(address);
    } finally {
      answers.setAttribute("aria-busy", "false");
    }
  };
  const show = (card, place, query) => {
    document.querySelector(".welcome, .card.notice:not(article)")?.remove();
    if (!answers.querySelector("h1")) {
      const h1 = document.createElement("h1");
      h1.className = "unseen";
      h1.textContent = "Answers";
      answers.prepend(h1);
    }
    const old = document.getElementById(card.id);
    if (place) place.replaceWith(card);
    else answers.querySelector("h1").after(card);
    if (old && old !== place) old.remove();
    history.pushState(null, "", "/" + query);
    shown = location.search;
    const title = card.querySelector("h2");
    document.title = title.textContent + " · briefing-bot";
    told.textContent = [title, card.querySelector(".notice"), card.querySelector(".footer")]
      .filter(Boolean).map((e) => e.textContent.trim()).join(". ");
    if (place || document.activeElement !== input) title.focus({ preventScroll: true });
    scrollTo({ top: place ? card.offsetTop - 150 : 0 });
  };
  const here = () => !document.querySelector(".article");

  document.querySelector("form.question").addEventListener("submit", (e) => {
    // What an address has no room for goes as a form.
    e.target.method = encodeURIComponent(input.value).length > 8000 ? "post" : "get";
    if (!here() || !input.value.trim() || e.target.method === "post") return;
    e.preventDefault();
    ask("/?" + new URLSearchParams({ q: input.value.trim() }));
  });

  document.addEventListener("click", async (e) => {
    const a = e.target.closest("a");
    if (!a || e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const card = a.closest("article.card");
    if (a.matches(".ask, .page") && here()) {
      e.preventDefault();
      if (a.matches(".ask")) input.value = new URL(a.href).searchParams.get("q");
      ask(a.href, a.matches(".page") ? card : null);
    } else if (a.matches(".delete") && card) {
      e.preventDefault();
      card.remove();
      told.textContent = "Answer removed.";
      input.focus();
    } else if (a.matches(".share")) {
      e.preventDefault();
      try {
        await navigator.clipboard.writeText(a.href);
        a.textContent = told.textContent = "Link copied";
        setTimeout(() => { a.textContent = "Share link"; }, 2500);
      } catch { location.assign(a.href); }
    } else if (a.dataset.statement) {
      choosePassage(a.dataset.statement);
    }
  });

  document.addEventListener("submit", async (e) => {
    if (!e.target.matches(".judge")) return;
    e.preventDefault();
    const data = new URLSearchParams(new FormData(e.target, e.submitter));
    const thanks = e.target.querySelector(".thanks");
    try {
      const r = await fetch("/feedback", { method: "POST", body: data, redirect: "manual" });
      thanks.textContent = r.type === "opaqueredirect" || r.ok ? "Noted, thank you." : "Not kept.";
    } catch { thanks.textContent = "Not kept."; }
  });

  // A statement chosen beside an article is lit in all its parts.
  const choosePassage = (number) => {
    for (const part of document.querySelectorAll(".statement"))
      part.classList.toggle("chosen", part.dataset.statements.split(" ").includes(number));
    document.getElementById("s" + number)?.focus({ preventScroll: true });
  };

  addEventListener("popstate", () => { // a jump within the page is one too
    if (location.search !== shown) location.reload();
  });
  addEventListener("keydown", (e) => {
    if (e.key === "/" && !e.target.matches("input, textarea") && !e.metaKey && !e.ctrlKey && !e.altKey) {
      e.preventDefault();
      input.focus();
      input.select();
    }
  });
})();
