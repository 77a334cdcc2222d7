// The page: which phones are open, which one is looked at, the clock bar, and saving as a test.
import { longDay, make } from "./bubbles.js";
import { open } from "./keep.js";
import { Phone } from "./phone.js";
import { Live, server } from "./server.js";
import { words } from "./words.js";

const MOST = Number(document.body.dataset.most);
const at = (id) => document.getElementById(id);
let clock = document.body.dataset.now;

const house = {
  people: [],
  phones: [],
  active: null,
  now: () => clock,

  async newPerson() {
    const card = await server.newPerson();
    house.people = [...house.people.filter((one) => one.id !== card.id), card];
    return card;
  },

  /** Who is who may have changed: somebody new said their name, or became an employer. */
  async meet() {
    house.people = await server.people();
    const byId = new Map(house.people.map((card) => [card.id, card]));
    for (const phone of house.phones) if (phone.card) phone.rename(byId.get(phone.card.id));
    house.changed();
  },

  add(card) {
    if (house.phones.length >= MOST) return null;
    const phone = new Phone(house);
    house.phones.push(phone);
    at("phones").append(phone.root);
    if (!house.active) house.activate(phone);
    if (card) phone.play(card, false);
    else phone.choose(false);
    house.opened();
    return phone;
  },

  remove(phone) {
    const place = house.phones.indexOf(phone);
    phone.leave();
    phone.root.remove();
    house.phones.splice(place, 1);
    house.active = null;
    const next = house.phones[Math.min(place, house.phones.length - 1)];
    if (next) {
      house.activate(next);
      next.focus();
    } else {
      at("add").focus();
    }
    house.opened();
  },

  activate(phone) {
    if (house.active === phone) return;
    house.active = phone;
    for (const one of house.phones) one.root.classList.toggle("active", one === phone);
    if (phone.talk && !document.hidden) phone.talk.look();
    house.changed();
  },

  /** The set of open people changed. */
  opened() {
    open.put(house.phones.filter((phone) => phone.card).map((phone) => phone.card.id));
    for (const phone of house.phones) phone.name();
    at("phones").dataset.count = house.phones.length;
    at("add").disabled = house.phones.length >= MOST;
    at("nothing").hidden = house.phones.length > 0;
    live.changed();
    house.changed();
  },

  /** Something was said or looked at: badges, tabs and title follow. */
  changed() {
    let total = 0;
    const tabs = house.phones.map((phone, place) => {
      phone.showUnread();
      const unread = phone.talk ? phone.talk.unread : 0;
      total += unread;
      return drawTab(phone, place + 1, unread);
    });
    showTabs(tabs);
    document.title = (total ? `(${total}) ` : "") + words.title;
  },
};

function drawTab(phone, n, unread) {
  const tab = make("button", "tab", words.tab(n, phone.card ? phone.card.name : words.empty));
  tab.type = "button";
  tab.setAttribute("aria-pressed", String(phone === house.active));
  if (unread) {
    const badge = make("span", "badge", String(unread));
    badge.setAttribute("aria-label", words.unread(unread));
    tab.append(" ", badge);
  }
  tab.addEventListener("click", () => {
    house.activate(phone);
    phone.focus();
  });
  return tab;
}

/** New tabs for old ones, the keyboard left where it was. */
function showTabs(tabs) {
  const nav = at("tabs");
  const focused = [...nav.children].indexOf(document.activeElement);
  nav.textContent = "";
  nav.append(...tabs);
  if (focused >= 0 && tabs[focused]) tabs[focused].focus();
}

function showClock(iso) {
  if (!iso) return;
  const otherDay = clock.slice(0, 10) !== iso.slice(0, 10);
  clock = iso;
  at("day").textContent = longDay(iso);
  at("time").textContent = iso.slice(11, 16);
  at("time").dateTime = iso;
  if (otherDay) for (const phone of house.phones) if (phone.talk) phone.talk.dateAll();
}

function notice(text, bad = false) {
  at("notice").textContent = text;
  at("notice").classList.toggle("bad", bad);
}

function line(good) {
  at("offline").hidden = good;
  at("offline").textContent = good ? "" : words.offline;
}

const talks = () => house.phones.map((phone) => phone.talk).filter(Boolean);
const live = new Live(talks, showClock, line);

async function moveClock(text) {
  try {
    showClock((await server.moveClock(text)).now);
    notice(words.moved(`${longDay(clock).split(" ")[0]} ${clock.slice(11, 16)}`));
    live.ask();
    return true;
  } catch (error) {
    notice(error.message, true);
    return false;
  }
}

async function saveAsTest(title) {
  const who = talks().map((talk) => talk.who);
  if (!who.length) return notice(words.nothingToSave, true);
  try {
    const { name, text, remarks } = await server.save(who, title);
    const link = make("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    at("save").open = false;
    return notice([words.saved(name), ...remarks].join("。"));
  } catch (error) {
    return notice(error.message, true);
  }
}

function bindBar() {
  at("clock").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = at("words").value.trim();
    if (!text) notice(words.needWords, true);
    else if (await moveClock(text)) at("words").value = "";
  });
  for (const button of document.querySelectorAll("[data-words]")) {
    button.addEventListener("click", () => moveClock(button.dataset.words));
  }
  at("add").addEventListener("click", () => {
    const phone = house.add(null);
    if (!phone) return;
    house.activate(phone);
    phone.focus();
  });
  // On the click that opens it: `toggle` comes later, and put the names in front of what was typed already.
  at("save").firstElementChild.addEventListener("click", () => {
    if (!at("title").value) {
      at("title").value = talks().map((talk) => talk.card.name).join("、");
    }
  });
  at("save-form").addEventListener("submit", (event) => {
    event.preventDefault();
    saveAsTest(at("title").value.trim() || at("title").placeholder);
  });
}

function bindKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && at("save").open) {
      at("save").open = false;
      at("save").firstElementChild.focus();
    }
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (!digit || !event.altKey || event.ctrlKey || event.metaKey) return;
    const phone = house.phones[digit[1] - 1];
    if (!phone) return;
    event.preventDefault();
    house.activate(phone);
    phone.focus();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !house.active || !house.active.talk) return;
    house.active.talk.look();
    house.changed();
  });
}

/** Whoever the address or the last visit names; at first one of each role, so there is a play to watch. */
function firstPeople() {
  const asked = open.list();
  const byId = new Map(house.people.map((card) => [card.id, card]));
  const cards = (asked || []).map((who) => byId.get(who)).filter(Boolean);
  if (cards.length || (asked && !asked.length)) return [...new Set(cards)].slice(0, MOST);
  const roles = ["worker", "employer", "staff"];
  return roles.map((role) => house.people.find((card) => card.role === role)).filter(Boolean);
}

async function start() {
  try {
    house.people = await server.people();
  } catch {
    line(false);
    setTimeout(start, 2000);
    return;
  }
  line(true);
  for (const card of firstPeople()) house.add(card);
  house.changed();
  at("nothing").hidden = house.phones.length > 0;
  live.start();
}

bindBar();
bindKeys();
showClock(clock);
start();
