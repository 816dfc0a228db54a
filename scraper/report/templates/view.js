"use strict";
// Search, filters, switch, theme. Nothing is ever written as HTML: only attributes, classes and text nodes change.
// It runs before the posts are there, so that a page of 10,000 posts answers from the first paint on.
(() => {
  const by = id => document.getElementById(id);
  const posts = [];
  const fields = ["q", "author", "from", "to", "reason"].map(by).filter(Boolean);
  const value = id => (by(id) ? by(id).value.trim() : "");
  const lower = [];  // a post's text in lower case, made when it is first searched: 10,000 posts cost 60 ms at once
  const days = [];
  const dayOf = i => days[i] ??= (posts[i].querySelector("time")?.dateTime || "").slice(0, 10);
  const textOf = i => lower[i] ??= posts[i].textContent.toLowerCase();
  let hits = [], at = -1, timer = 0, searched = "";

  function fits(post, i, words, want) {
    return (!want.author || post.dataset.a === want.author)
      && (!want.from || dayOf(i) >= want.from)
      && (!want.to || (dayOf(i) && dayOf(i) <= want.to))
      && (!want.reason || post.querySelector(`[data-r="${CSS.escape(want.reason)}"]`) !== null)
      && words.every(word => textOf(i).includes(word));
  }

  function filter() {
    const all = document.getElementsByTagName("article");
    for (let i = posts.length; i < all.length; i++) posts.push(all[i]);
    const words = value("q").toLowerCase().split(/\s+/).filter(Boolean);
    const want = {author: value("author"), from: value("from"), to: value("to"), reason: value("reason")};
    const on = Object.values(want).filter(Boolean).length;
    hits = posts.filter((post, i) => {
      const fit = fits(post, i, words, want);
      if (post.hidden === fit) post.hidden = !fit;
      return fit;
    });
    at = -1;
    searched = value("q");
    by("on").hidden = !on;
    by("on").textContent = on || "";
    by("none").hidden = hits.length > 0;
    by("found").textContent = words.length || on ? `${hits.length} of ${posts.length} posts` : "";
    document.body.classList.toggle("few", words.length > 0 || on > 0);
    mark(words);
  }

  function mark(words) {  // CSS highlights: no node changes, so a hostile text stays text
    if (!window.Highlight) return;
    CSS.highlights.delete("found");
    if (!words.length) return;
    const ranges = [];
    for (const post of hits.slice(0, 300)) {
      for (const box of post.querySelectorAll(".text, h3")) {
        const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
        for (let node; (node = walk.nextNode());) {
          const text = node.data.toLowerCase();
          if (text.length !== node.data.length) continue;  // a letter whose lower case is longer would shift the marks
          for (const word of words) {
            for (let i = text.indexOf(word); i >= 0 && ranges.length < 5000; i = text.indexOf(word, i + word.length)) {
              const range = new Range();
              range.setStart(node, i);
              range.setEnd(node, i + word.length);
              ranges.push(range);
            }
          }
        }
      }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  }

  function clear() {
    for (const field of fields) field.value = "";
    filter();
  }

  function next(back) {  // Enter in the search box goes from hit to hit, as a browser's own search does
    if (!hits.length) return;
    at = (at + (back ? hits.length - 1 : 1)) % hits.length;
    settle(hits[at], 3);
    by("found").textContent = `${at + 1} of ${hits.length} · ${posts.length} posts`;
  }

  function arrive() {  // a permalink to a post that a filter hides shows everything again
    const post = by(location.hash.slice(1));
    if (!post) return;
    if (post.hidden) clear();
    settle(post, 6);
  }

  function settle(post, frames) {  // heights of posts not yet laid out are guesses: each frame replaces some, so aim again
    post.scrollIntoView();
    if (frames) requestAnimationFrame(() => settle(post, frames - 1));
  }

  const tools = by("tools");
  tools.addEventListener("input", soon);
  tools.addEventListener("submit", event => event.preventDefault());
  tools.addEventListener("reset", event => { event.preventDefault(); clear(); });
  by("q").addEventListener("keydown", event => {
    if (event.key === "Enter") { event.preventDefault(); clearTimeout(timer); if (searched !== value("q")) filter(); next(event.shiftKey); }
    if (event.key === "Escape" && value("q")) { by("q").value = ""; filter(); }
  });
  by("all").addEventListener("click", clear);
  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && by("filters").open) { by("filters").open = false; by("filters").firstElementChild.focus(); }
  });
  document.addEventListener("click", event => {
    if (!by("filters").contains(event.target)) by("filters").open = false;
  });
  window.addEventListener("hashchange", arrive);
  document.addEventListener("DOMContentLoaded", () => { if (fields.some(field => field.value)) filter(); if (location.hash) arrive(); });
  document.addEventListener("click", event => {  // one listener instead of two attributes on each of 30,000 links
    const link = event.target.closest("a[href^=http]");
    if (link) { link.target = "_blank"; link.rel = "noopener noreferrer"; }
  }, true);
  if (by("cuts")) {
    const cuts = () => document.body.classList.toggle("cutting", by("cuts").checked);
    by("cuts").addEventListener("change", cuts);
    cuts();  // a browser that comes back to the page keeps the switch
  }

  const root = document.documentElement;
  const keep = (name, what) => { try { return what === undefined ? localStorage.getItem(name) : localStorage.setItem(name, what); } catch { return null; } };
  const kept = keep("forum-scraper-theme");
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  by("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep("forum-scraper-theme", root.dataset.theme);
  });

  if (matchMedia("(max-width: 64rem)").matches) by("toc").open = false;
  if (matchMedia("(max-width: 40rem)").matches && by("pictures")) by("pictures").open = false;
  document.documentElement.dataset.ready = "1";
})();
