// A clock that stands still unless it is told to go on: timers, frames and dates of the page follow it, so that what a
// page does between two actions is the same on every machine. Runs before the page's own scripts.
(() => {
  const START = Date.UTC(2020, 5, 15, 12);
  const MOST = 100000;  // timers in one go: a page that never stops setting them must
  const RealDate = Date;
  const timers = new Map();
  let now = 0, origin = 0, number = 0;

  const add = (run, delay, every, given) => {
    const due = { id: ++number, at: now + delay, every, run: () => (typeof run === 'function' ? run(...given) : (0, eval)(run)) };
    timers.set(due.id, due);
    return due.id;
  };
  const length = delay => Math.min(Math.max(1, Number(delay) || 0), 2 ** 31);
  window.setTimeout = (run, delay, ...given) => add(run, length(delay), 0, given);
  window.setInterval = (run, delay, ...given) => add(run, length(delay), length(delay), given);
  window.requestAnimationFrame = run => add(() => run(now), 16 - (now % 16), 0, []);
  window.clearTimeout = window.clearInterval = window.cancelAnimationFrame = id => { timers.delete(id); };
  performance.now = () => now;

  const today = () => START + now - origin;
  function PageDate(...given) {
    if (!new.target) return new RealDate(today()).toString();
    return given.length ? new RealDate(...given) : new RealDate(today());
  }
  PageDate.prototype = RealDate.prototype;
  PageDate.now = today;
  PageDate.UTC = RealDate.UTC;
  PageDate.parse = RealDate.parse;
  window.Date = PageDate;

  const first = end => {
    let due = null;
    for (const timer of timers.values()) {
      if (timer.at <= end && (!due || timer.at < due.at || (timer.at === due.at && timer.id < due.id))) due = timer;
    }
    return due;
  };
  // Let the clock go on by some milliseconds; what is due then runs, in its order.
  const advance = milliseconds => {
    const end = now + milliseconds;
    for (let left = MOST; left > 0; left--) {
      const due = first(end);
      if (!due) break;
      now = Math.max(now, due.at);
      if (due.every) due.at = now + due.every;
      else timers.delete(due.id);
      try { due.run(); } catch (error) { console.error(error); }
    }
    now = end;
  };
  Object.defineProperty(window, '__clock', { value: { advance, restart: () => { origin = now; } } });
})();
