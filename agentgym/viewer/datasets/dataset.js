"use strict";
// Everything a row says goes in through textContent: it is text, whatever it looks like.
const main = document.getElementById("main");
const make = (name, { text, parent, kind, ...rest } = {}) => {
  const e = document.createElement(name);
  if (text !== undefined) e.textContent = text;
  if (kind) e.className = kind;
  for (const [k, v] of Object.entries(rest)) if (k.startsWith("on")) e[k] = v; else e.setAttribute(k, v);
  if (parent) parent.append(e);
  return e;
};
const get = async path => {
  const answer = await fetch(path), content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
  return content;
};
const number = (x, digits) => x === null || x === undefined ? "–" : x.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const FIELDS = ["env", "state", "answered", "marked", "damaged", "q", "offset"];
const NAMES = { env: "environment", state: "kept or dropped", answered: "answered by", marked: "in a test set", damaged: "damage" };
const COLUMNS = [["row"], ["environment"], ["task"], ["answered by"], ["reward", 1], ["turns", 1], ["trained", 1], ["thoughts", 1], ["in a test set", 1], ["state"]];
let rows = [], picked = 0, shown = 0;

// ---- the list ----

const state = () => Object.fromEntries([...new URLSearchParams(location.search)].filter(([k]) => FIELDS.includes(k)));
function go(changes) {
  const next = { ...state(), ...changes };
  const text = new URLSearchParams(Object.entries(next).filter(([, v]) => v)).toString();
  history.pushState(null, "", "/" + (text ? "?" + text : ""));
  route();
}
async function list() {
  const wanted = state(), turn = ++shown, page = await get("/api/rows?" + new URLSearchParams(wanted));
  if (turn !== shown) return;
  document.getElementById("where").textContent = page.folder;
  main.replaceChildren(); rows = page.rows; picked = 0;
  const bar = make("div", { parent: main, kind: "filters" });
  make("input", { parent: bar, id: "search", placeholder: "search all messages", value: wanted.q || "", onchange: e => go({ q: e.target.value, offset: "" }) });
  for (const field of ["env", "state", "answered", "marked", "damaged"]) {
    const known = Object.entries(page.facets[field]);
    if (known.length < 2 && !wanted[field]) continue;
    const select = make("select", { parent: bar, id: field, onchange: e => go({ [field]: e.target.value, offset: "" }) });
    make("option", { parent: select, text: NAMES[field], value: "" });
    for (const [value, count] of known) make("option", { parent: select, value, text: `${value} (${count.toLocaleString("en")})` });
    select.value = wanted[field] || "";
  }
  const table = make("table", { parent: main, id: "table" }), head = make("tr", { parent: make("thead", { parent: table }) });
  for (const [name, right] of COLUMNS) make("th", { parent: head, text: name, kind: right ? "number" : "" });
  const body = make("tbody", { parent: table });
  rows.forEach(row => {
    const kept = row.number !== null, line = make("tr", { parent: body, kind: kept ? "" : "dropped", onclick: () => { if (kept) open("/row/" + row.number); } });
    const cell = (text, right, kind) => make("td", { parent: line, text, kind: (right ? "number " : "") + (kind || "") });
    if (kept) make("a", { parent: cell(""), text: row.id, href: "/row/" + row.number }); else cell(row.id);
    cell(row.env); cell(row.task + (row.split ? ` (${row.split})` : ""), 0, "task"); cell(row.answered);
    cell(number(row.reward, 2), 1); cell(row.turns, 1); cell(kept ? row.trained : "", 1); cell(kept ? row.thoughts : "", 1);
    cell(row.marks || "", 1, "bad");
    const last = cell("");
    make("span", { parent: last, kind: kept ? "tag" : "tag bad", text: kept ? "kept" : `dropped: ${row.state}` });
    if (row.damaged) make("span", { parent: last, kind: "tag bad", text: row.damaged });
    if (row.run) make("span", { parent: last, kind: "soft", text: row.run });
  });
  const box = make("div", { parent: main, kind: "pages" });
  make("span", { parent: box, id: "count", text: `${page.total.toLocaleString("en")} of ${page.all.toLocaleString("en")} rows and dropped episodes` });
  if (page.offset > 0) make("button", { parent: box, id: "previous", text: "‹ previous", onclick: () => go({ offset: Math.max(0, page.offset - 100) || "" }) });
  if (page.offset + 100 < page.total) make("button", { parent: box, id: "next", text: "next ›", onclick: () => go({ offset: page.offset + 100 }) });
  main.insertBefore(box, table);
  pick(0);
}

// ---- a row ----

function open(path) { history.pushState(null, "", path); route(); }
function marked(parent, text, ranges) {
  // Ranges count characters, JavaScript counts halves of some.
  const signs = Array.from(text);
  let at = 0;
  for (const [start, end] of ranges) {
    parent.append(signs.slice(at, start).join(""));
    make("mark", { parent, text: signs.slice(start, end).join("") });
    at = end;
  }
  parent.append(signs.slice(at).join(""));
}
function message(m, i) {
  const answer = m.role === "assistant", box = make("div", { parent: main, kind: "message" + (m.loss ? " trained" : ""), id: `message-${i}` });
  const head = make("div", { parent: box, kind: "head" });
  make("span", { parent: head, text: m.role });
  if (answer) make("span", { parent: head, kind: "loss" + (m.loss ? " yes" : ""), text: m.loss ? "trained" : "not trained" });
  if (m.tool_call_id) make("span", { parent: head, text: `answers ${m.tool_call_id}` });
  if (m.marks.length) make("span", { parent: head, kind: "bad", text: "in a test set" });
  if (m.reasoning_content) make("div", { parent: box, kind: "part thought", "data-name": "reasoning", text: m.reasoning_content });
  marked(make("div", { parent: box, kind: "part", "data-name": "" }), m.content, m.marks);
  for (const call of m.tool_calls || []) make("div", { parent: box, kind: "part action", "data-name": `calls ${call.id}`, text: `${call.function.name} ${call.function.arguments}` });
}
async function row(n) {
  const found = await get("/api/row/" + n), item = found.item;
  main.replaceChildren(); rows = []; picked = -1;
  make("h1", { parent: main, text: `${item.id} · ${item.env}` + (item.task ? ` · ${item.task}` : "") });
  make("p", { parent: main, kind: "soft", id: "about", text: [item.answered, item.status, `reward ${number(item.reward, 3)}`, `${item.trained} of ${item.turns} turns are trained`, `${item.thoughts} with a thought`, found.tokens === null ? "" : `${number(found.tokens, 0)} sampled ids`, item.damaged].filter(Boolean).join(" · ") });
  document.getElementById("where").textContent = found.folder;
  const steps = make("p", { parent: main, kind: "pages" });
  if (n > 0) make("a", { parent: steps, text: "‹ row before", href: `/row/${Number(n) - 1}` });
  make("a", { parent: steps, text: "next row ›", href: `/row/${Number(n) + 1}` });
  if (found.matched.length) {
    const box = make("details", { parent: main, id: "matched" });
    make("summary", { parent: box, text: `${number(found.matched.length, 0)} runs that test samples have as well` + (found.matched.length > 50 ? ", the 50 longest" : "") });
    for (const m of found.matched.slice(0, 50)) {
      const line = make("div", { parent: box, kind: "match" });
      make("div", { parent: line, kind: "from", text: `${m.test} ${m.sample}: ${m.tokens} tokens (row left, test right)` });
      make("div", { parent: line, text: m.train_text }); make("div", { parent: line, text: m.test_text });
    }
  }
  found.messages.forEach(message);
  const box = make("details", { parent: main });
  make("summary", { parent: box, text: "source, certificate and tools" });
  make("pre", { parent: box, text: JSON.stringify({ source: found.source, certificate: found.certificate, tools: found.tools }, null, 2) });
}
async function card() {
  const found = await get("/api/card");
  main.replaceChildren(); rows = [];
  make("pre", { parent: main, id: "text", text: found.text });
}

// ---- keys and routes ----

function pick(step) {
  const lines = location.pathname === "/" ? document.querySelectorAll("#table tbody tr") : document.querySelectorAll(".message");
  if (!lines.length) return;
  if (lines[picked]) lines[picked].classList.remove("picked");
  picked = Math.max(0, Math.min(lines.length - 1, picked + step));
  lines[picked].classList.add("picked"); if (step) lines[picked].scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", event => {
  const typing = ["INPUT", "SELECT"].includes(document.activeElement.tagName);
  if (event.key === "Escape" && typing) { document.activeElement.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") pick(1);
  else if (event.key === "k") pick(-1);
  else if (event.key === "/" && location.pathname === "/") { event.preventDefault(); document.getElementById("search").focus(); }
  else if (event.key === "Enter" && rows[picked] && rows[picked].number !== null) open("/row/" + rows[picked].number);
  else if (event.key === "u" && location.pathname !== "/") history.length > 1 ? history.back() : open("/");
});
async function route() {
  const [kind, which] = location.pathname.split("/").filter(Boolean);
  try {
    if (kind === "row") await row(which); else if (kind === "card") await card(); else await list();
  } catch (error) { main.replaceChildren(); make("p", { parent: main, kind: "bad", text: error.message }); }
}
window.addEventListener("popstate", route);
document.addEventListener("click", event => {
  const link = event.target.closest("a");
  if (link && link.getAttribute("href")?.startsWith("/") && !event.ctrlKey && !event.metaKey && event.button === 0) { event.preventDefault(); event.stopPropagation(); open(link.getAttribute("href")); }
}, true);
route();
