// Draws one line of a chat: time, avatar, bubble, choices, and the red mark when it did not get through.
import { server } from "./server.js";
import { words } from "./words.js";

const FOLD = 3000; // longer texts are folded: a megabyte in one box stops the browser
const PAUSE = 5 * 60 * 1000; // a silence this long gets a time above it

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** The line of a bubble. acts: tap(choice, click), again(item), amend(item). */
export function drawLine(bubble, card, acts) {
  const line = make("div", `line ${bubble.mine ? "mine" : "theirs"}`);
  line.dataset.at = bubble.at;
  const when = make("p", "when");
  when.hidden = true;
  const row = make("div", "row");
  const avatar = make("span", `avatar ${bubble.mine ? card.role : "bot"}`);
  avatar.dataset.initial = bubble.mine ? initial(card.name) : words.bot[0];
  avatar.setAttribute("aria-hidden", "true");
  const said = make("div", "said");
  said.append(make("span", "sr", words.saidBy(bubble.mine ? card.name : words.bot)));
  if (bubble.push) said.append(make("p", "pushed", words.pushed));
  said.append(drawBubble(bubble, acts));
  row.append(avatar, said);
  line.append(when, row);
  return line;
}

export function initial(name) {
  return [...name.trim()][0] || "?";
}

/** The text without its numbered lines when the same stand below it as buttons. */
export function sentence(bubble) {
  const lines = (bubble.choices || []).map((choice) => `\n${choice.n} ${choice.label}`).join("");
  return lines && bubble.text.endsWith(lines) ? bubble.text.slice(0, -lines.length) : bubble.text;
}

function drawBubble(bubble, acts) {
  const box = make("div", `bubble ${bubble.kind}`);
  if (bubble.kind === "photo") box.append(drawPhoto(bubble));
  else if (bubble.kind === "location") box.append(...drawPlace(bubble));
  else if (bubble.kind === "voice") box.append(make("span", "kind", words.voice));
  if (bubble.text && bubble.kind !== "location") box.append(drawText(sentence(bubble)));
  if (bubble.choices && bubble.choices.length) box.append(drawChoices(bubble.choices, acts));
  return box;
}

function drawText(text) {
  const body = make("div", "text");
  fill(body, text.length > FOLD ? `${text.slice(0, FOLD)}…` : text);
  if (text.length > FOLD) {
    const more = make("button", "more", words.unfold(text.length));
    more.type = "button";
    more.addEventListener("click", () => {
      body.textContent = text;
    });
    body.append(more);
  }
  return body;
}

/** Text with its web addresses as links; textContent only, so nothing anyone types becomes markup. */
function fill(body, text) {
  for (const piece of text.split(/(https?:\/\/[!-~]+)/)) {
    if (!/^https?:\/\/./.test(piece)) {
      body.append(piece);
      continue;
    }
    const link = make("a", "", piece);
    link.href = piece;
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    body.append(link);
  }
}

function drawPhoto(bubble) {
  const image = make("img");
  image.alt = words.photo;
  image.src = bubble.preview || server.photo(bubble.media);
  if (bubble.preview) return image;
  const link = make("a", "photo-link");
  link.href = image.src;
  link.target = "_blank";
  link.rel = "noopener";
  link.setAttribute("aria-label", words.openPhoto);
  link.append(image);
  return link;
}

function drawPlace(bubble) {
  const where = make("div", "where");
  const name = bubble.text || words.location;
  where.append(make("strong", "", name));
  where.append(make("span", "degrees", `${bubble.lat.toFixed(4)}, ${bubble.lon.toFixed(4)}`));
  const map = make("div", "map");
  map.setAttribute("aria-hidden", "true");
  return [where, map];
}

function drawChoices(choices, acts) {
  const group = make("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.choices);
  for (const choice of choices) {
    const button = make("button", "choice");
    button.type = "button";
    button.append(make("span", "n", String(choice.n)), " ", make("span", "label", choice.label));
    button.addEventListener("click", (click) => acts.tap(choice, click));
    group.append(button);
  }
  return group;
}

/** The state of an own message under its bubble: on its way, or the red mark with what can be done. */
export function markLine(line, item, acts) {
  const said = line.querySelector(".said");
  const old = said.querySelector(".state");
  if (old) old.remove();
  line.classList.toggle("failed", Boolean(item.failed));
  const state = make("div", "state");
  if (!item.failed) {
    state.append(make("span", "sr", words.sending));
  } else {
    state.setAttribute("role", "alert");
    state.append(make("span", "mark", words.notSent));
    const label = !item.final ? words.again : item.kind === "text" ? words.amend : words.drop;
    const button = make("button", "again", label);
    button.type = "button";
    button.addEventListener("click", () => (item.final ? acts.amend(item) : acts.again(item)));
    state.append(button);
    if (item.why) state.append(make("span", "why", item.why));
  }
  said.append(state);
}

/** Shows the time above a line when the one before is of long ago. */
export function dateLine(line, today) {
  const when = line.querySelector(".when");
  const before = line.previousElementSibling;
  const gap = before ? Date.parse(line.dataset.at) - Date.parse(before.dataset.at) : Infinity;
  when.hidden = Math.abs(gap) < PAUSE;
  when.textContent = when.hidden ? "" : shortTime(line.dataset.at, today);
}

const dayNumber = (iso) => Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10)) / 86400000;

/** The server writes Shanghai time, so the digits are the time: 14:05, 昨天 14:05, 11月20日 周五 14:05. */
export function shortTime(iso, today) {
  const time = iso.slice(11, 16);
  const days = dayNumber(today) - dayNumber(iso);
  if (days === 0) return time;
  return `${days === 1 ? words.yesterday : longDay(iso)} ${time}`;
}

export function longDay(iso) {
  const weekday = words.weekdays[(dayNumber(iso) + 4) % 7];
  return `${+iso.slice(5, 7)}月${+iso.slice(8, 10)}日 周${weekday}`;
}
