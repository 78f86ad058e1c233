// Everything here works without it too: links and forms do the same with whole
// pages. It adds completion, answers below one another, and copying a link.
"use strict";
(() => {
  const input = document.getElementById("q");
  const list = document.getElementById("completions");
  const answers = document.getElementById("answers");
  const told = document.getElementById("told");

  const element = (name, className, text) => {
    const e = document.createElement(name);
    e.className = className;
    e.textContent = text;
    return e;
  };

  // Completion: the ARIA combobox pattern with a list box (ARIA APG 1.2).
  let lines = [], chosen = -1, typed = "", asked = 0, tabbed = false, timer;
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
    found = found.filter((f) => f.line !== input.value);
    if (!found.length) return close();
    lines = found.map((f) => f.line);
    chosen = -1;
    list.replaceChildren(...found.map(({ line, note }, i) => {
      const li = document.createElement("li");
      li.id = "completion" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      li.textContent = line;
      if (note) li.append(element("span", "note", note));
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
  input.addEventListener("input", () => { tabbed = false; clearTimeout(timer); timer = setTimeout(complete, 90); });
  input.addEventListener("blur", () => setTimeout(close, 100));
  input.addEventListener("keydown", (e) => {
    const n = lines.length;
    if (e.key === "Escape" && n) { input.value = typed; close(); e.preventDefault(); }
    else if (e.key === "ArrowDown" && n) { choose(chosen + 1 < n ? chosen + 1 : -1); e.preventDefault(); }
    else if (e.key === "ArrowUp" && n) { choose(chosen < 0 ? n - 1 : chosen - 1); e.preventDefault(); }
    else if (e.key === "Tab" && n && !e.shiftKey && !tabbed && !input.value.endsWith(" ")) {
      if (chosen < 0) choose(0); // once: the next Tab leaves the field
      tabbed = true;
      complete();
      e.preventDefault();
    }
  });

  // Answers. A typed question's card comes first, a button's below the card that has
  // it, a page's in the card's place. An entry of the browser's history keeps which
  // cards there were: they come back from memory, or are asked again.
  const memory = new Map(); // cards by their IDs
  const cards = () => [...answers.children].filter((e) => e.matches("article.card"));
  const listed = () => cards().map((e) => ({ id: e.id, query: e.dataset.query || new URL(e.dataset.address, location.href).search }));
  const note = () => { if (!onArticle) history.replaceState({ cards: listed(), y: scrollY }, ""); };
  const onArticle = !!document.querySelector(".article");
  let welcome = document.querySelector(".welcome"), shown = location.search, turn = 0;

  const fetched = async (query) => {
    const r = await fetch("/answer" + query);
    if (!r.headers.get("Content-Type")?.startsWith("text/html") || r.status === 401) throw r;
    const box = document.createElement("template");
    box.innerHTML = await r.text();
    const card = box.content.firstElementChild;
    card.dataset.query = query;
    return card;
  };
  const lay = (list) => {
    document.querySelector(".card.notice:not(article)")?.remove();
    for (const c of cards()) memory.set(c.id, c);
    const h1 = answers.querySelector("h1") || element("h1", "unseen", "Answers");
    answers.replaceChildren(...(list.length ? [h1, ...list] : []));
    if (list.length) welcome?.remove();
  };
  const goHome = async () => {
    lay([]);
    if (!welcome) {
      const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
      welcome = page.querySelector(".welcome");
    }
    if (welcome) answers.after(welcome);
    document.title = "briefing-bot";
    input.value = "";
  };
  const restore = async (state) => {
    const mine = ++turn;
    shown = location.search;
    try {
      const list = await Promise.all(state.cards.map((c) => document.getElementById(c.id) || memory.get(c.id) || fetched(c.query)));
      if (mine !== turn) return;
      if (!list.length) await goHome();
      else {
        lay(list);
        input.value = new URLSearchParams(location.search).get("q") || "";
      }
      scrollTo({ top: state.y || 0 });
    } catch { location.reload(); }
  };

  const ask = async (address, { place, after } = {}) => {
    const query = new URL(address, location.href).search;
    close();
    answers.setAttribute("aria-busy", "true");
    place?.classList.add("waiting");
    try {
      const card = await fetched(query);
      note();
      show(card, place, after, query);
    } catch {
      location.assign(address);
    } finally {
      answers.removeAttribute("aria-busy");
      place?.classList.remove("waiting");
    }
  };
  const show = (card, place, after, query) => {
    const list = cards().filter((c) => c === place || c.id !== card.id);
    if (place) list.splice(list.indexOf(place), 1, card);
    else if (after && list.includes(after)) list.splice(list.indexOf(after) + 1, 0, card);
    else list.unshift(card);
    lay(list);
    const title = card.querySelector("h2");
    document.title = title.textContent + " · briefing-bot";
    tell(card);
    if (place || document.activeElement !== input) title.focus({ preventScroll: true });
    if (list[0] === card && !place) scrollTo({ top: 0 });
    else card.scrollIntoView({ block: "start" });
    history.pushState({ cards: listed(), y: scrollY }, "", "/" + query);
    shown = location.search;
  };
  const tell = (card) => {
    told.textContent = [card.querySelector("h2"), card.querySelector(".notice"), card.querySelector(".footer")]
      .filter(Boolean).map((e) => e.textContent.trim()).join(". ");
  };

  // An answer about one row unfolds below it, and folds again.
  let unfoldings = 0;
  const unfold = async (a) => {
    const row = a.closest("li.item");
    const query = new URL(a.href).search;
    const open = [...row.children].find((e) => e.matches(".unfolded") && e.dataset.query === query);
    if (open) return fold(open);
    row.setAttribute("aria-busy", "true");
    try {
      const card = await fetched(query);
      const box = element("div", "unfolded", "");
      box.dataset.query = query;
      box.innerHTML = card.outerHTML.replaceAll(card.id, "u" + ++unfoldings + card.id); // it may stand elsewhere too
      row.append(box);
      a.setAttribute("aria-expanded", "true");
      box.opener = a;
      tell(box);
      box.querySelector("h2").focus({ preventScroll: true });
      box.scrollIntoView({ block: "nearest" });
    } catch {
      location.assign(a.href);
    } finally {
      row.removeAttribute("aria-busy");
    }
  };
  const fold = (box) => {
    const a = box.opener;
    box.remove();
    a?.setAttribute("aria-expanded", "false");
    a?.focus({ preventScroll: true });
  };
  const remove = async (card) => {
    const next = card.nextElementSibling || card.previousElementSibling;
    lay(cards().filter((c) => c !== card));
    told.textContent = "Answer closed.";
    if (cards().length) next?.querySelector("h2")?.focus({ preventScroll: true });
    else {
      await goHome();
      history.pushState({ cards: [], y: 0 }, "", "/");
      shown = location.search;
      scrollTo({ top: 0 });
      input.focus();
    }
    note();
  };

  document.querySelector("form.question").addEventListener("submit", (e) => {
    // What an address has no room for goes as a form.
    e.target.method = encodeURIComponent(input.value).length > 8000 ? "post" : "get";
    if (onArticle || !input.value.trim() || e.target.method === "post") return;
    e.preventDefault();
    ask("/?" + new URLSearchParams({ q: input.value.trim() }));
  });

  const onThisMachine = ["localhost", "[::1]"].includes(location.hostname) || location.hostname.startsWith("127.");
  document.addEventListener("click", async (e) => {
    const a = e.target.closest("a");
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (a?.closest("details") === menu || !menu.contains(e.target)) menu.open = false;
    if (!a || e.defaultPrevented || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const card = a.closest("#answers > article.card");
    if (a.matches(".unfold") && a.closest("li.item")) {
      e.preventDefault();
      unfold(a);
    } else if (a.matches(".ask, .page") && !onArticle) {
      e.preventDefault();
      const whole = a.matches(".page") && !a.closest(".unfolded");
      const href = a.href.baseVal ?? a.href; // of a bar, in a picture
      if (!whole) input.value = new URL(href, location.href).searchParams.get("q");
      ask(href, whole ? { place: card } : { after: card });
    } else if (a.matches(".close") && a.closest(".card")) {
      e.preventDefault();
      const box = a.closest(".unfolded");
      if (box) fold(box);
      else remove(card);
    } else if (a.matches(".share")) {
      e.preventDefault();
      try {
        await navigator.clipboard.writeText(a.href);
        a.textContent = told.textContent = onThisMachine ? "Copied: it works on this machine" : "Link copied";
        setTimeout(() => { a.textContent = "Copy link"; }, 3000);
      } catch { location.assign(a.href); }
    } else if (a.dataset.statement) {
      e.preventDefault();
      location.replace(a.href); // one step back leads to the answer
      choosePassage(a.dataset.statement);
    } else if (a.matches(".in-article")) {
      sessionStorage.setItem("article", a.href.split("#")[0]);
    } else if (a.matches(".back") && history.length > 1 && sessionStorage.getItem("article") === location.href.split("#")[0]) {
      e.preventDefault();
      history.back();
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

  if (!onArticle) {
    history.scrollRestoration = "manual";
    if (history.state?.cards) restore(history.state);
    else note();
    let rest;
    addEventListener("scroll", () => { clearTimeout(rest); rest = setTimeout(note, 150); }, { passive: true });
    addEventListener("pagehide", note);
    addEventListener("popstate", (e) => { // a jump within the page is one too
      clearTimeout(rest);
      if (e.state?.cards) restore(e.state);
      else if (location.search !== shown) location.reload();
    });
  }
  addEventListener("keydown", (e) => {
    if (e.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    } else if (e.key === "/" && !e.target.matches("input, textarea") && !e.metaKey && !e.ctrlKey && !e.altKey) {
      e.preventDefault();
      input.focus();
      input.select();
    }
  });
})();
