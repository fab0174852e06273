// What the environment asks of a page: to begin an episode, where a thing is, what there is to see.
(() => {
  const PATIENCE = 20000;  // milliseconds of the page's clock that a problem may take to be made
  const FOR_EVER = 2 ** 31 - 1;
  const OWN = ['reward-display', 'click-canvas', 'sync-task-cover'];
  // The paper's agent was shown what these pages put beside their frame as well.
  const BESIDE = ['click-dialog', 'click-dialog-2', 'use-autocomplete', 'choose-date'];
  const name = () => location.pathname.replace(/^.*\/|\.html$/g, '');
  const frame = () => document.getElementById('wrap');
  let limit = null, marked = [];

  const ready = () => typeof core !== 'undefined' && document.getElementById(OWN[2]) !== null;

  // Pictures that styles name, loaded and kept.
  const named = [];
  const load = styles => {
    for (const [text, base] of styles) {
      for (const [, url] of text.matchAll(/url\(["']?([^"')]+\.(?:png|gif|jpe?g|svg))["']?\)/gi)) {
        named.push(Object.assign(new Image(), { src: new URL(url, base).href }));
      }
    }
    return Promise.all(named.map(picture => picture.decode().catch(() => 0)));
  };
  // Those that apply later (a:hover) are loaded now: one that is not there yet collapses its element.
  const preload = () => load(Array.from(document.querySelectorAll('style'), style => [style.textContent, location.href]));
  // Those of style sheets that are files (icons) can only be seen: a picture of the page waits for them.
  const icons = () => load(Array.from(document.styleSheets).filter(sheet => sheet.href).map(
    sheet => [Array.from(sheet.cssRules, rule => rule.cssText).join(' '), sheet.href]));

  // What would leave the page does nothing: a form that is sent, a link that leads elsewhere.
  const stay = () => {
    document.addEventListener('submit', event => event.preventDefault(), true);
    document.addEventListener('click', event => {
      const link = event.target.closest && event.target.closest('a[href]');
      if (link && link.href.replace(/#.*$/, '') !== location.href.replace(/#.*$/, '')) event.preventDefault();
    }, true);
  };

  const open = async () => {
    stay();
    __clock.advance(100);
    if (!ready()) return false;
    limit = core.EPISODE_MAX_TIME;
    await preload();
    return true;
  };

  // Pictures that the page has just asked for: how it looks must not depend on whether they were here before.
  const pictures = () => Promise.all(
    Array.from(document.images).filter(picture => !picture.complete).map(picture => picture.decode().catch(() => 0)));

  const begin = async (seed, texts, limited, mode) => {
    core.EPISODE_MAX_TIME = limited ? limit : FOR_EVER;
    core.endEpisode(0);
    __clock.advance(2000);  // What the episode before has set going comes to its end.
    if (document.activeElement) document.activeElement.blur();
    __clock.restart();
    core.setDataMode && core.setDataMode(texts);
    Math.seedrandom(seed);
    core.startEpisodeReal();
    if (!limited) clearInterval(core.CD_TIMER);  // A countdown beside the task, drawn anew each second.
    marked = [];
    for (let waited = 0; !WOB_TASK_READY && waited < PATIENCE; waited += 50) __clock.advance(50);
    await pictures();
    return WOB_TASK_READY ? state(mode) : null;
  };

  // Without what the pages' recorder and the package's observations write into them, which counts episodes.
  const NOTED = / data-(?:wob_ref|wob_eps|tampered)="[^"]*"/g;
  const html = () => {
    let text = frame().outerHTML;
    if (BESIDE.includes(name())) {
      for (const child of document.body.children) {
        if (child !== frame() && !OWN.includes(child.id) && child.tagName !== 'SCRIPT') text += child.outerHTML;
      }
    }
    return text.replace(NOTED, '');
  };

  const state = mode => {
    const told = core.getUtterance();
    const plain = typeof told === 'string';
    return {
      utterance: plain ? told : told.utterance,
      fields: plain ? null : told.fields,
      done: WOB_DONE_GLOBAL,
      raw: WOB_DONE_GLOBAL ? WOB_RAW_REWARD_GLOBAL : 0,
      reason: String(WOB_REWARD_REASON || ''),
      page: WOB_DONE_GLOBAL ? '' : mode === 'html' ? html() : elements(),
    };
  };
  const go_on = (milliseconds, mode) => {
    __clock.advance(milliseconds);
    marked = [];
    return state(mode);
  };

  // ---- where things are ------------------------------------------------------------------------
  const by_path = path => {
    try {
      return document.evaluate(path, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE, null).singleNodeValue;
    } catch (error) {
      return null;  // No XPath, or one that finds no nodes.
    }
  };
  const by_mark = number => (marked[number - 1] && marked[number - 1].isConnected ? marked[number - 1] : null);
  const find = where => {
    const found = typeof where === 'number' ? by_mark(where) : by_path(where);
    return found && found.nodeType !== Node.ELEMENT_NODE ? found.parentElement : found;
  };
  // A point of an element that is not covered by another: the middle of its first box, or one near it.
  const point = where => {
    const element = find(where);
    if (!element || !element.getClientRects().length) return null;  // Not there, or not to be seen.
    element.scrollIntoViewIfNeeded(false);
    const box = element.getClientRects()[0];
    const at = (x, y) => [box.left + box.width * x, box.top + box.height * y];
    const free = [[0.5, 0.5]];
    for (const y of [0.5, 0.2, 0.8]) for (const x of [0.2, 0.8, 0.5]) free.push([x, y]);
    for (const [x, y] of free) {
      const top = document.elementFromPoint(...at(x, y));
      if (top && (element.contains(top) || top.contains(element) && top.tagName === 'LABEL')) return at(x, y);
    }
    return at(0.5, 0.5);
  };

  // ---- what is done to fields ------------------------------------------------------------------
  const changed = field => {
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const choose = (option, many) => {
    const list = option.closest('select');
    if (!list) return false;
    if (!list.multiple) list.value = option.value;
    option.selected = true;
    changed(list);
    return true;
  };
  // The option itself, by its path: the paper's clickoption.
  const choose_path = path => {
    const option = by_path(path);
    return option && option.tagName === 'OPTION' ? choose(option) : false;
  };
  // An option of a marked list by its text; or the marked option itself.
  const choose_mark = (number, text) => {
    const element = by_mark(number);
    if (!element) return false;
    if (element.tagName === 'OPTION' && !text) return choose(element);
    const list = element.closest('select');
    const option = list && Array.from(list.options).find(o => o.textContent.trim() === text.trim());
    return option ? choose(option) : false;
  };
  const pad = n => String(n).padStart(2, '0');
  const as_value = (type, text) => {
    let found;
    if (type === 'date' && (found = text.match(/^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/))) {
      return `${found[3]}-${pad(found[1])}-${pad(found[2])}`;
    }
    if (type === 'time' && (found = text.match(/^\s*(\d{1,2}):(\d{2})\s*([ap])\.?m\.?\s*$/i))) {
      return `${pad((Number(found[1]) % 12) + (found[3].toLowerCase() === 'p' ? 12 : 0))}:${found[2]}`;
    }
    return text.trim();
  };
  // Fields that are not typed into get their value at once; of others, what they hold is selected, to be typed over.
  const fill = (number, text) => {
    const field = by_mark(number);
    if (!field) return 'gone';
    if (['date', 'time', 'color', 'range', 'month', 'week', 'datetime-local'].includes(field.type)) {
      field.value = as_value(field.type, text);
      changed(field);
      return 'filled';
    }
    if (field.select) field.select();
    return 'select' in field || field.isContentEditable ? 'selected' : 'no field';
  };
  const wheel = (number, down) => {
    let element = number ? by_mark(number) : document.scrollingElement;
    if (!element) return false;
    while (element !== document.documentElement && element.scrollHeight <= element.clientHeight) element = element.parentElement;
    const before = element.scrollTop;
    element.scrollTop += (down ? 1 : -1) * Math.max(40, element.clientHeight * 0.8);
    return element.scrollTop !== before;
  };

  // ---- what there is: one line an element, in document order --------------------------------------
  const CONTROL = 'a,button,input,select,textarea,option,label,summary,[onclick],[tabindex],[contenteditable]';
  const ROLES = { A: 'link', BUTTON: 'button', SELECT: 'combobox', OPTION: 'option', TEXTAREA: 'textbox', LABEL: 'label',
    LI: 'listitem', IMG: 'image', TH: 'columnheader', TD: 'cell', H1: 'heading', H2: 'heading', H3: 'heading', P: 'paragraph' };
  const INPUTS = { checkbox: 'checkbox', radio: 'radio', submit: 'button', button: 'button', range: 'slider', number: 'spinbutton' };
  const role = e => e.getAttribute('role') || (e.tagName === 'INPUT' ? INPUTS[e.type] || 'textbox'
    : e.tagName === 'SELECT' && e.multiple ? 'listbox' : ROLES[e.tagName] || e.tagName.toLowerCase());
  const squeeze = text => text.replace(/\s+/g, ' ').trim();
  const own = e => squeeze(Array.from(e.childNodes, n => (n.nodeType === Node.TEXT_NODE ? n.data : ' ')).join(''));
  const title = e => {
    if (e.getAttribute('aria-label')) return squeeze(e.getAttribute('aria-label'));
    if (e.matches('input[type=submit],input[type=button]')) return e.value;
    if (e.matches('input,textarea,select')) {
      const label = e.labels && e.labels.length ? squeeze(e.labels[0].textContent) : '';
      return label || squeeze(e.placeholder || e.title || e.name || e.id || '');
    }
    if (e.matches('a,button,label,option')) return squeeze(e.textContent) || squeeze(e.title || e.alt || '');
    return own(e) || squeeze(e.title || e.alt || '');
  };
  const color = e => {
    const background = getComputedStyle(e).backgroundColor;
    return e.getAttribute('data-color') || (/rgba\(.*, 0\)/.test(background) ? '' : background);
  };
  const quote = text => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
  const properties = (e, named) => {
    const said = [];
    const drawn = e instanceof SVGElement;
    if (e.matches('input:not([type=checkbox],[type=radio],[type=submit],[type=button]),textarea') && e.value) said.push(`value=${quote(e.value)}`);
    if (e.tagName === 'INPUT' && ['date', 'time', 'color', 'range', 'password', 'number'].includes(e.type)) said.push(`type=${e.type}`);
    if (e.checked) said.push('checked');
    if (e.tagName === 'OPTION' && e.selected) said.push('selected');
    if (e.disabled) said.push('disabled');
    if (e === document.activeElement && !e.disabled) said.push('focused');  // It loses it with the next frame.
    if (e.getAttribute('aria-expanded')) said.push(`expanded=${e.getAttribute('aria-expanded')}`);
    if (e.getAttribute('aria-selected') === 'true') said.push('selected');
    if (drawn && e.getAttribute('fill')) said.push(`fill=${quote(e.getAttribute('fill'))}`);
    if (!named || drawn) {
      if (e.id) said.push(`id=${quote(e.id)}`);
      const kind = typeof e.className === 'string' ? e.className : e.className.baseVal;
      if (kind) said.push(`class=${quote(squeeze(kind))}`);
      if (!drawn && color(e)) said.push(`color=${quote(color(e))}`);
      const box = e.getBoundingClientRect();
      if (!e.matches(CONTROL)) said.push(`at=(${Math.round(box.left)},${Math.round(box.top)}) size=${Math.round(box.width)}x${Math.round(box.height)}`);
    }
    return said.map(part => ` ${part}`).join('');
  };
  const elements = () => {
    marked = [];
    const lines = [];
    const walk = (e, depth) => {
      if (['SCRIPT', 'STYLE', 'BR', 'HR'].includes(e.tagName) || OWN.includes(e.id) || e.id === 'query') return;
      const style = getComputedStyle(e);
      if (style.display === 'none') return;
      const box = e.getBoundingClientRect();
      const inList = e.tagName === 'OPTION';
      const seen = style.visibility !== 'hidden' && (inList || (box.width > 0 && box.height > 0));
      const control = e.matches(CONTROL);
      const text = own(e);
      let below = depth;
      if (seen && e.tagName !== 'svg' && (control || text || !e.children.length)) {
        marked.push(e);
        const named = title(e);
        lines.push(`${'  '.repeat(depth)}[${marked.length}] ${role(e)}${named ? ` ${quote(named)}` : ''}${properties(e, named)}`);
        below = depth + 1;
      }
      for (const child of e.children) walk(child, below);
    };
    for (const child of document.body.children) walk(child, 0);
    return lines.join('\n');
  };
  // The number of an element, or of the marked one that it is in, or that is in it.
  const number_of = path => {
    let element = find(path);
    if (!element) return 0;
    for (let e = element; e; e = e.parentElement) {
      if (marked.includes(e)) return marked.indexOf(e) + 1;
      if (e.id === 'area') break;
    }
    return marked.findIndex(e => element.contains(e)) + 1;
  };
  // How many elements are marked, and their paths.
  const everything = () => {
    if (!marked.length) elements();
    return [marked.length, marked.map(path_of)];
  };
  // A path that finds an element first: by its id, by its text, else from the document down.
  const literal = text => (!text.includes('"') ? `"${text}"` : !text.includes("'") ? `'${text}'` : null);
  const path_of = element => {
    if (!element) return null;
    const tag = element instanceof SVGElement ? '*' : element.tagName.toLowerCase();
    const text = element.children.length ? '' : element.textContent;
    for (const [test, value] of [['@id', element.id], ['text()', text]]) {
      const path = value && literal(value) && `//${tag}[${test}=${literal(value)}]`;
      if (path && by_path(path) === element) return path;
    }
    let path = '';
    for (let e = element; e && e.nodeType === Node.ELEMENT_NODE; e = e.parentElement) {
      let place = 1;
      for (let before = e; (before = before.previousElementSibling); place++);
      path = `/*[${place}]${path}`;
    }
    return path;
  };
  Object.defineProperty(window, '__miniwob', { value: {
    open, begin, state, go_on, point, choose_path, choose_mark, fill, wheel, number_of, path_of, find, everything, icons,
  } });
})();
