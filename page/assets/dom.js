// Elements of the page. Whatever comes from mail or from the wire goes in as
// text, never as HTML: it is hostile.

/**
 * Makes an element.
 * @param {string} tag
 * @param {Object} [props] attributes; "text" is its text, "onclick" and the
 *   like are listeners; what is undefined, null or false is left out
 * @param {...(Node|string|null|undefined|false)} children strings become text
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") e.textContent = value;
    else if (name.startsWith("on")) e.addEventListener(name.slice(2), value);
    else e.setAttribute(name, value === true ? "" : value);
  }
  e.append(...children.filter((c) => c !== undefined && c !== null && c !== false));
  return e;
}

/** @returns {HTMLElement} the element of that id; it is part of the page */
export const byId = (id) => document.getElementById(id);

/** Puts other children into an element. */
export function fill(e, ...children) {
  e.replaceChildren(...children.filter((c) => c !== undefined && c !== null && c !== false));
}

/** Text for those who hear the page. */
export const heard = (text) => el("span", { class: "hidden-text", text });

/** A word for n things: plural(2, "message") is "2 messages". */
export const plural = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`;

/** Tells something in the line below the bar; what went wrong is an alert. */
export function tell(text, wrong = false) {
  const told = byId("told");
  told.classList.toggle("wrong", wrong);
  told.setAttribute("role", wrong ? "alert" : "status");
  told.textContent = text;
}

/** Runs what may fail, and tells what went wrong. */
export async function attempt(doing) {
  try {
    return await doing();
  } catch (e) {
    tell(e.message, true);
    return undefined;
  }
}
