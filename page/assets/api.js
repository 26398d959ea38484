// Asks the server. All paths begin at the room that the page shows.

let room = document.body.dataset.room;

/** Has the page show another room. */
export const enter = (key) => { room = key; };

/** Where something of the room is. */
export const path = (rest) => `/rooms/${encodeURIComponent(room)}/${rest}`;

/**
 * Asks, and returns the answer.
 * @param {string} method
 * @param {string} url
 * @param {Object} [body] sent as JSON
 * @throws {Error} with what the server says is wrong
 */
export async function ask(method, url, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(url, options);
  } catch {
    throw new Error("The server does not answer. Is it still running?");
  }
  const text = await answer.text();
  const data = text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : undefined;
  if (!answer.ok || data?.error) {
    throw Object.assign(new Error(data?.error ?? `The server answers ${answer.status}.`), { status: answer.status });
  }
  return data;
}

export const get = (rest) => ask("GET", path(rest));
export const post = (rest, body = {}) => ask("POST", path(rest), body);
export const remove = (rest) => ask("DELETE", path(rest));
