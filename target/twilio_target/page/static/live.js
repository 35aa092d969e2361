// Asks the connector's own operations again and again and shows the answers. Whatever they hold was
// written by others: it becomes text, never markup.

const SECONDS = { messages: 2, slow: 10, retry: 5, most: 300 };
const MOST = 50;

const byId = (id) => document.getElementById(id);

/**
 * Shows an account until it is told to stop.
 *
 * @param {string} sid the account
 * @param {string} token its token
 * @param {{isPaused: () => boolean, refused: () => void}} viewer when to ask, and what to do when
 *   the credentials are not taken
 * @returns {() => void} stops, and clears what is shown
 */
export function watch(sid, token, viewer) {
  const stopping = new AbortController();
  const authorization = `Basic ${base64(`${sid}:${token}`)}`;
  const ask = (path) => fetchJson(path, authorization, stopping.signal);
  clear();
  repeat(stopping.signal, viewer, SECONDS.messages, async () => {
    const { messages } = await ask(`/Messages.json?PageSize=${MOST}`);
    show("messages", messages, messageItem, "No messages yet. Send one.");
    say(messages.length < MOST ? count(messages.length, "message") : `The newest ${MOST} messages`);
  });
  repeat(stopping.signal, viewer, SECONDS.slow, async () => {
    const [numbers, usage] = await Promise.all([
      ask(`/IncomingPhoneNumbers.json?PageSize=${MOST}`),
      ask("/Usage/Records.json?PageSize=1000"),
    ]);
    const used = usage.usage_records.filter((one) => Number(one.count ?? one.usage) > 0);
    show("numbers", numbers.incoming_phone_numbers, numberItem, "No numbers yet.");
    show("usage", used, usageRow, "Nothing used yet.");
  });
  return () => {
    stopping.abort();
    clear();
  };
}

async function repeat(signal, viewer, seconds, work) {
  while (!signal.aborted) {
    const wait = viewer.isPaused() ? seconds : await once(signal, viewer, seconds, work);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

/** Works once and gives the seconds until the next time. */
async function once(signal, viewer, seconds, work) {
  try {
    await work();
    return seconds;
  } catch (error) {
    if (signal.aborted) return 0;
    if (error.status === 401) {
      viewer.refused();
      return 0;
    }
    say(error.status ? error.message : "The server cannot be reached.");
    return Math.max(seconds, error.wait ?? SECONDS.retry);
  }
}

async function fetchJson(path, authorization, signal) {
  const headers = { Accept: "application/json", Authorization: authorization };
  const response = await fetch(path, { headers, signal, credentials: "omit", cache: "no-store" });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const error = new Error(`${response.status}: ${body.message ?? "no message"}`);
  error.status = response.status;
  const wait = Number(response.headers.get("Retry-After"));
  error.wait = wait > 0 ? Math.min(wait, SECONDS.most) : undefined;
  throw error;
}

const shown = new Map();

/** Fills a list or table, but leaves it alone, and what is selected in it, where nothing changed. */
function show(id, rows, item, nothing) {
  const text = JSON.stringify(rows);
  if (shown.get(id) === text) return;
  shown.set(id, text);
  const place = byId(id).tBodies?.[0] ?? byId(id);
  const known = new Set([...place.children].map((child) => child.dataset.key));
  const items = rows.map((row) => {
    const made = item(row);
    made.dataset.key = row.sid ?? row.category ?? "";
    made.classList.toggle("new", known.size > 0 && !known.has(made.dataset.key));
    return made;
  });
  place.replaceChildren(...(items.length ? items : [emptyItem(id, nothing)]));
}

function clear() {
  shown.clear();
  for (const id of ["messages", "numbers", "usage"]) {
    (byId(id).tBodies?.[0] ?? byId(id)).replaceChildren();
  }
  say("");
}

/** Says something once, also to those who hear the page. */
function say(text) {
  if (byId("status").textContent !== text) byId("status").textContent = text;
}

function emptyItem(id, text) {
  if (id !== "usage") return element("li", "empty", text);
  const cell = element("td", "empty", text);
  cell.colSpan = 3;
  return element("tr", "", cell);
}

function messageItem(message) {
  const status = element("span", "pill", message.status ?? "unknown");
  status.dataset.status = message.status ?? "";
  const way = element("span", "way", `${message.from ?? "?"} → ${message.to ?? "?"}`);
  const facts = [
    time(message.date_created),
    count(Number(message.num_segments ?? 1), "segment"),
    Number(message.num_media) > 0 ? `media: ${message.num_media}` : "",
    message.error_code ? `error ${message.error_code} ${message.error_message ?? ""}` : "",
  ];
  return element(
    "li",
    "message",
    element("div", "line", way, status),
    element("p", "body", message.body ?? ""),
    element("div", "facts", facts.filter(Boolean).join(" · ")),
    element("code", "sid", message.sid ?? ""),
  );
}

function numberItem(number) {
  const can = ["voice", "sms", "mms"].filter((name) => number.capabilities?.[name]);
  const line = element("div", "line", element("span", "way", number.phone_number ?? "?"));
  line.append(...can.map((name) => element("span", "pill", name)));
  return element("li", "", line, element("div", "facts", number.friendly_name ?? ""));
}

function usageRow(record) {
  const unit = record.price_unit ? ` ${record.price_unit.toUpperCase()}` : "";
  return element(
    "tr",
    "",
    element("td", "", record.description || record.category || ""),
    element("td", "number", record.count ?? record.usage ?? ""),
    element("td", "number", record.price === undefined ? "" : `${record.price}${unit}`),
  );
}

/** Makes an element; strings in it are text. */
function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

function time(date) {
  const moment = new Date(date ?? "");
  return Number.isNaN(moment.valueOf()) ? "" : moment.toLocaleString([], { dateStyle: "short", timeStyle: "medium" });
}

function count(number, one) {
  return `${number} ${one}${number === 1 ? "" : "s"}`;
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
