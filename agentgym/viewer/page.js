"use strict";
// Everything an episode says goes in through textContent: it is text, whatever it looks like.
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
  const answer = await fetch(path);
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error);
  return content;
};
const number = (x, digits) => x === null || x === undefined ? "–" : x.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const ENDS = { failed: "not scored", unscored: "score comes later" };
const score = (row, parent) => make("span", { parent, text: ENDS[row.ending] || number(row.reward, 3), kind: row.ending === "failed" ? "bad" : row.ending === "scored" && row.reward >= 1 ? "good" : "" });

const FIELDS = ["env", "policy", "status", "category", "outcome", "task", "sort", "q", "offset"];
const COLUMNS = [["env", "environment"], ["task", "task"], ["policy", "policy"], ["status", "status"], ["reward", "reward", 1], ["steps", "turns", 1], ["tokens", "tokens", 1], ["cost", "cost", 1], ["seconds", "seconds", 1], ["", "errors"]];
let version = null, rows = [], picked = 0, search = 0, timer = null;

const state = () => Object.fromEntries([...new URLSearchParams(location.search)].filter(([k]) => FIELDS.includes(k)));
function go(changes, replace) {
  const next = { ...state(), ...changes };
  const text = new URLSearchParams(Object.entries(next).filter(([, v]) => v)).toString();
  history[replace ? "replaceState" : "pushState"](null, "", "/" + (text ? "?" + text : ""));
  list(true);
}

// ---- the list ----

async function list(fresh) {
  clearTimeout(timer);
  const wanted = state(), turn = ++search;
  if (fresh) version = null;
  if (!document.getElementById("table")) frame();
  const query = new URLSearchParams(wanted);
  if (version !== null && !wanted.q) query.set("version", version);
  try {
    const page = await get("/api/list?" + query);
    if (turn !== search || location.pathname !== "/") return;
    const changed = page.version !== version;
    document.getElementById("live").textContent = version !== null && changed ? "updated" : "";
    if (page.rows) {
      version = page.version;
      document.getElementById("where").textContent = page.folders.join(", ");
      facets(page.facets, page.names, wanted);
      if (!wanted.q) { fill(page.rows); pages(page); }
    }
    if (wanted.q && (fresh || changed)) await find(wanted, turn);
  } catch (error) { say(error.message); }
  if (turn === search && location.pathname === "/") timer = setTimeout(() => list(false), 2000);
}
async function find(wanted, turn) {
  let cursor = 0, hits = [];
  do {
    const found = await get("/api/search?" + new URLSearchParams({ ...wanted, cursor }));
    if (turn !== search) return;
    hits = hits.concat(found.rows); cursor = found.cursor;
    fill(hits);
    say(`${hits.length} found in ${found.searched.toLocaleString("en")} of ${found.total.toLocaleString("en")} episodes` + (cursor !== null ? " …" : ""));
    if (hits.length >= 100 && cursor !== null) {
      const from = cursor;
      make("button", { parent: document.getElementById("pages"), text: "go on", onclick: () => more(wanted, hits, from) });
      return;
    }
  } while (cursor !== null);
}
async function more(wanted, hits, cursor) {
  const found = await get("/api/search?" + new URLSearchParams({ ...wanted, cursor }));
  fill(hits.concat(found.rows));
  say(`${rows.length} found in ${found.searched} of ${found.total} episodes`);
  if (found.cursor !== null) make("button", { parent: document.getElementById("pages"), text: "go on", onclick: () => more(wanted, rows, found.cursor) });
}
function frame() {
  main.replaceChildren();
  const bar = make("div", { parent: main, kind: "filters" }), wanted = state();
  const box = make("input", { parent: bar, id: "search", type: "search", placeholder: "search all messages   ( / )", value: wanted.q || "" });
  let wait = null;
  box.oninput = () => { clearTimeout(wait); wait = setTimeout(() => go({ q: box.value, offset: "" }, true), 250); };
  const task = make("input", { parent: bar, id: "task", placeholder: "task id", value: wanted.task || "" });
  task.oninput = () => { clearTimeout(wait); wait = setTimeout(() => go({ task: task.value, offset: "" }, true), 250); };
  for (const name of ["env", "policy", "status", "category", "outcome"]) make("select", { parent: bar, id: name, onchange: e => go({ [name]: e.target.value, offset: "" }) });
  make("div", { parent: main, id: "pages", kind: "pages soft" });
  const table = make("table", { parent: main, id: "table" });
  const head = make("tr", { parent: make("thead", { parent: table }) });
  for (const [key, text, right] of COLUMNS) make("th", { parent: head, text, kind: right ? "number" : "", onclick: () => { if (key && key !== "cost") go({ sort: state().sort === key ? "-" + key : key, offset: "" }); } });
  make("tbody", { parent: table });
}
function facets(found, names, wanted) {
  for (const [name, values] of Object.entries(found)) {
    const select = document.getElementById(name);
    if (!select || document.activeElement === select) continue;
    select.replaceChildren();
    make("option", { parent: select, text: name === "env" ? "every environment" : "any " + name, value: "" });
    for (const [value, count] of Object.entries(values)) make("option", { parent: select, text: (name === "env" ? names[value] : name === "policy" ? value : value.replaceAll("_", " ")) + (count === "" ? "" : ` (${count.toLocaleString("en")})`), value });
    select.value = wanted[name] || "";
  }
}
function fill(found) {
  rows = found; picked = Math.min(picked, Math.max(0, rows.length - 1));
  const body = document.querySelector("#table tbody");
  body.replaceChildren();
  rows.forEach((row, i) => {
    const line = make("tr", { parent: body, "data-id": row.id, kind: i === picked ? "picked" : "", onclick: e => { if (e.target.tagName !== "A") open("/episode/" + encodeURIComponent(row.id)); } });
    make("td", { parent: line, text: row.name });
    make("a", { parent: make("td", { parent: line, kind: "task" }), text: row.task + (row.repeat ? ` #${row.repeat + 1}` : ""), href: "/episode/" + encodeURIComponent(row.id) });
    make("td", { parent: line, text: row.policy });
    make("td", { parent: line, text: row.status.replaceAll("_", " ") });
    score(row, make("td", { parent: line, kind: "number" }));
    make("td", { parent: line, kind: "number", text: row.steps });
    make("td", { parent: line, kind: "number", text: row.tokens ? number(row.tokens, 0) : "–" });
    make("td", { parent: line, kind: "number", text: row.cost === null ? "–" : "$" + number(row.cost, 4) });
    make("td", { parent: line, kind: "number", text: number(row.seconds, 3) });
    const tags = make("td", { parent: line });
    for (const name of row.categories) make("span", { parent: tags, kind: "tag", text: name.replaceAll("_", " ") });
  });
}
function pages(page) {
  const box = document.getElementById("pages"), last = Math.max(0, page.total - 1), size = 100;
  box.replaceChildren();
  make("span", { parent: box, id: "count", text: `${page.total.toLocaleString("en")} of ${page.all.toLocaleString("en")} episodes` });
  const from = page.offset;
  if (from > 0) make("button", { parent: box, id: "previous", text: "‹ previous", onclick: () => go({ offset: Math.max(0, from - size) || "" }) });
  if (page.total > size) make("span", { parent: box, text: `${from + 1}–${Math.min(from + size, page.total)}` });
  if (from + size <= last) make("button", { parent: box, id: "next", text: "next ›", onclick: () => go({ offset: from + size }) });
}
const say = text => { const box = document.getElementById("pages") || main; box.replaceChildren(); make("span", { parent: box, id: "count", text }); };

// ---- an episode ----

function open(path) { history.pushState(null, "", path); route(); }
function title(episode, parent) {
  const row = episode.row;
  make("h1", { parent, text: `${row.name} · ${row.task}` });
  const line = make("p", { parent, kind: "soft" });
  make("span", { parent: line, text: `${row.policy} · ${row.status.replaceAll("_", " ")} · reward ` }); score(row, line);
  make("span", { parent: line, text: ` · ${row.steps} turns · ${number(row.seconds, 2)} s` + (row.tokens ? ` · ${number(row.tokens, 0)} tokens` : "") + (row.cost !== null ? ` · $${number(row.cost, 4)}` : "") + (row.profile ? ` · ${row.profile}, ${row.split}` : "") + ` · seed ${episode.seed}` });
  const tags = make("div", { parent });
  for (const name of row.categories) make("span", { parent: tags, kind: "tag", text: name.replaceAll("_", " ") });
  if (episode.failure) make("div", { parent, kind: "part error", "data-name": `failure in ${episode.failure.where}`, text: `${episode.failure.kind}: ${episode.failure.message}\n${episode.failure.traceback || ""}` });
}
function messages(parent, summary, shown) {
  const box = make("details", { parent });
  make("summary", { parent: box, text: summary });
  for (const m of shown) make("div", { parent: box, kind: "part", "data-name": m.role, text: m.content + (m.tool_calls ? "\n" + JSON.stringify(m.tool_calls) : "") });
}
function opening(episode, parent) {
  if (episode.made.length) messages(parent, `${episode.made.length} messages that the policy added`, episode.made);
  messages(parent, `${episode.opening.length} opening messages` + (episode.tools ? `, ${episode.tools} tools` : ""), episode.opening);
  const first = make("div", { parent, kind: "turn" });
  make("div", { parent: first, kind: "part observation", "data-name": "first observation", text: episode.observation });
}
function turn(step, i, id, parent, differs) {
  const box = make("div", { parent, kind: "turn" + (differs ? " differs" : ""), id: `turn-${i}` });
  const head = make("div", { parent: box, kind: "head" });
  make("span", { parent: head, text: `turn ${i + 1}` });
  if (differs) make("span", { parent: head, kind: "bad", text: "first difference" });
  if (step.prompt_tokens !== null) make("span", { parent: head, text: `${number(step.prompt_tokens, 0)} + ${number(step.completion_tokens, 0)} tokens` });
  if (step.cost !== null) make("span", { parent: head, text: "$" + number(step.cost, 5) });
  make("span", { parent: head, text: `model ${number(step.latency, 3)} s, environment ${number(step.seconds * 1000, 2)} ms` });
  if (step.model) make("span", { parent: head, text: step.model + (step.cached ? ", cached" : "") });
  if (step.unasked) make("span", { parent: head, text: "nobody was asked" });
  if (step.attempts > 1) make("span", { parent: head, kind: "bad", text: `${step.attempts} attempts` });
  const raw = async e => {
    e.preventDefault();
    const shown = box.querySelector("pre");
    if (shown) { shown.remove(); return; }
    const text = await get(`/api/request/${id}/${i}`).then(body => JSON.stringify(body, null, 2), error => error.message);
    make("pre", { parent: box, text });
  };
  if (!step.unasked) make("a", { parent: head, text: "raw request", href: "#", kind: "raw", onclick: raw });
  const part = (kind, text) => { if (text) make("div", { parent: box, kind: "part " + kind, "data-name": kind, text }); };
  part("reasoning", step.reasoning); part("thought", step.thought); part("action", step.action);
  if (!step.action || !step.output.includes(step.action)) part("output", step.output);
  else if (step.output.trim() !== step.action) { const whole = make("details", { parent: box }); make("summary", { parent: whole, text: "whole output" }); make("div", { parent: whole, kind: "part", "data-name": "output", text: step.output }); }
  if (step.mapped_from) part("error", `not admissible: ${step.mapped_from}; replaced by the nearest admissible action`);
  if (step.parse_error) part("error", step.parse_error);
  if (step.refused) part("error", "the environment refused this action");
  if (step.fresh) messages(box, `a fresh session begins: ${step.fresh.length} opening messages`, step.fresh);
  part("observation", step.observation);
  if (step.picture) make("img", { parent: box, src: step.picture, alt: `after turn ${i + 1}`, loading: "lazy" });
  if (step.reward) part("reward", number(step.reward, 4));
}
async function episode(id) {
  const found = await get("/api/episode/" + id);
  main.replaceChildren(); picked = -1; rows = found.steps;
  title(found, main);
  if (found.others.length) {
    const select = make("select", { parent: main, id: "compare", onchange: e => { if (e.target.value) open(`/diff/${id}/${encodeURIComponent(e.target.value)}`); } });
    make("option", { parent: select, text: "compare with …", value: "" });
    for (const o of found.others) make("option", { parent: select, value: o.id, text: `${o.policy} #${o.repeat + 1}: ${o.status}, ${number(o.reward, 2)}` });
  }
  opening(found, main);
  found.steps.forEach((s, i) => turn(s, i, id, main, false));
  const box = make("details", { parent: main });
  make("summary", { parent: box, text: "metrics and origin" });
  make("pre", { parent: box, text: JSON.stringify({ metrics: found.metrics, later_scores: found.later, env_args: found.env_args, limits: found.limits, framework: found.framework, file: found.file, key: found.row.id }, null, 2) });
}
async function diff(first, second) {
  const [a, b] = await Promise.all([get("/api/episode/" + first), get("/api/episode/" + second)]);
  main.replaceChildren(); rows = [];
  const two = make("div", { parent: main, kind: "two" }), left = make("div", { parent: two }), right = make("div", { parent: two });
  let at = 0;
  while (at < a.steps.length && at < b.steps.length && a.steps[at].output === b.steps[at].output && a.steps[at].observation === b.steps[at].observation) at++;
  const start = a.observation !== b.observation;
  for (const [e, id, box] of [[a, first, left], [b, second, right]]) {
    title(e, box); make("a", { parent: box, text: "this episode alone", href: "/episode/" + id }); opening(e, box);
    e.steps.forEach((s, i) => turn(s, i, id, box, !start && i === at));
  }
  const same = !start && at === a.steps.length && at === b.steps.length;
  main.prepend(make("p", { id: "difference", text: start ? "The first observations differ." : same ? "The episodes are the same." : `First difference at turn ${at + 1}.` }));
  if (!same && !start) (document.querySelector(".differs") || main).scrollIntoView({ block: "center" });
}

// ---- keys and routes ----

function pick(step) {
  const lines = location.pathname === "/" ? document.querySelectorAll("#table tbody tr") : document.querySelectorAll(".turn[id]");
  if (!lines.length) return;
  if (lines[picked]) lines[picked].classList.remove("picked");
  picked = Math.max(0, Math.min(lines.length - 1, picked + step));
  lines[picked].classList.add("picked"); lines[picked].scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", event => {
  const typing = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement.tagName);
  if (event.key === "Escape" && typing) { document.activeElement.blur(); return; }
  if (typing && !(event.key === "Enter" && document.activeElement.id === "search")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") pick(1);
  else if (event.key === "k") pick(-1);
  else if (event.key === "/" && location.pathname === "/") { event.preventDefault(); document.getElementById("search").focus(); }
  else if (event.key === "Enter" && location.pathname === "/" && rows[picked]) open("/episode/" + encodeURIComponent(rows[picked].id));
  else if (event.key === "u" && location.pathname !== "/") history.length > 1 ? history.back() : open("/");
});
async function route() {
  clearTimeout(timer); search++; document.getElementById("live").textContent = "";
  const parts = location.pathname.split("/").filter(Boolean);  // ids stay encoded: they go back into addresses
  try {
    if (parts[0] === "episode") await episode(parts[1]);
    else if (parts[0] === "diff") await diff(parts[1], parts[2]);
    else { main.replaceChildren(); picked = 0; await list(true); }
  } catch (error) { main.replaceChildren(); make("p", { parent: main, kind: "bad", text: error.message }); }
}
window.addEventListener("popstate", route);
document.getElementById("home").addEventListener("click", event => { event.preventDefault(); open("/"); });
document.addEventListener("click", event => {
  const link = event.target.closest("a");
  if (link && link.getAttribute("href")?.startsWith("/") && link.id !== "home" && !event.ctrlKey && !event.metaKey && event.button === 0) { event.preventDefault(); open(link.getAttribute("href")); }
});
route();
