// One person's conversation: what the server has, and what has not reached it yet, in one order.
import { dateLine, drawLine, markLine } from "./bubbles.js";
import { photos, seen, unsent } from "./keep.js";
import { Failure, server } from "./server.js";
import { words } from "./words.js";

const NEAR = 80; // pixels from the bottom that still count as reading the newest
const TWICE = 500; // milliseconds
const STILL = 8; // pixels

function newKey() {
  const chance = crypto.getRandomValues(new Uint32Array(3));
  return `p-${Date.now().toString(36)}-${Array.from(chance, (part) => part.toString(36)).join("")}`;
}

export class Talk {
  /** hooks: now(), looked(), changed(), heard(bubble), amend(text), below(bool) */
  constructor(card, log, hooks) {
    Object.assign(this, { card, who: card.id, log, hooks });
    this.cursor = 0;
    this.last = 0;
    this.unread = 0;
    this.tapped = { timeStamp: -TWICE, clientX: 0, clientY: 0 };
    this.ids = new Set();
    this.keys = new Set();
    this.waiting = new Map(); // key -> {item, line} of own messages the server has not shown back
    this.tail = Promise.resolve();
    this.loaded = false;
    this.closed = false;
    this.acts = {
      tap: (choice, click) => this.tap(choice, click),
      again: (item) => this.again(item),
      amend: (item) => this.amend(item),
    };
    log.textContent = "";
    log.setAttribute("aria-busy", "true");
    this.stay();
  }

  /** Whoever reads the newest still does when the phone gets narrower or the keyboard takes room. */
  stay() {
    let pinned = true;
    this.pin = () => (pinned = this.atBottom());
    this.log.addEventListener("scroll", this.pin);
    this.size = new ResizeObserver(() => pinned && this.toBottom());
    this.size.observe(this.log);
  }

  /** History first, then what an earlier page could not send. */
  async load() {
    await this.refresh();
    for (const item of unsent.all(this.who)) {
      if (this.keys.has(item.key)) this.settle(item.key);
      else if (!this.waiting.has(item.key) && !this.closed) this.show({ ...item, failed: true });
    }
    this.toBottom();
    if (!this.closed) this.log.removeAttribute("aria-busy");
  }

  async refresh() {
    try {
      this.receive(await server.chat(this.who, this.cursor));
    } catch {
      // Live asks again and tells that the line is down
    }
  }

  close() {
    this.closed = true;
    this.size.disconnect();
    this.log.removeEventListener("scroll", this.pin);
  }

  /** Bubbles from the server, maybe some of them for the second time. */
  receive(page) {
    if (this.closed) return;
    const follow = this.atBottom();
    const fresh = page.messages.filter((bubble) => !this.ids.has(bubble.id));
    const mark = seen.of(this.who);
    for (const bubble of fresh) {
      this.ids.add(bubble.id);
      this.last = Math.max(this.last, bubble.id);
      if (bubble.key) this.settle(bubble.key);
      this.place(drawLine(bubble, this.card, this.acts), bubble.id);
      const isNews = this.loaded || mark !== null;
      if (!bubble.mine && isNews && bubble.id > (mark || 0)) this.unread += 1;
      if (!bubble.mine && this.loaded) this.hooks.heard(bubble);
    }
    this.cursor = Math.max(this.cursor, page.cursor);
    if (!this.loaded && mark === null) seen.put(this.who, this.last);
    this.loaded = true;
    if (!fresh.length) return;
    if (follow || fresh.some((bubble) => bubble.mine)) this.toBottom();
    else this.hooks.below(true);
    if (this.hooks.looked()) this.look();
    this.hooks.changed();
  }

  /** Somebody looks at this phone. */
  look() {
    this.unread = 0;
    if (this.loaded) seen.put(this.who, this.last);
  }

  send(message) {
    const empty = { text: "", media: "", label: "", lat: null, lon: null };
    const item = { ...empty, ...message, key: newKey(), at: this.hooks.now(), pos: this.last + 0.5 };
    this.keep(item);
    this.show(item);
    this.toBottom();
    this.queue(item);
  }

  /** The chat moves under the finger: the second click of a double click would hit another choice. */
  tap(choice, { timeStamp, clientX, clientY }) {
    const last = this.tapped;
    this.tapped = { timeStamp, clientX, clientY };
    const still = Math.hypot(clientX - last.clientX, clientY - last.clientY) < STILL;
    if (!(still && timeStamp - last.timeStamp < TWICE)) this.send({ kind: "tap", text: choice.data, label: choice.label });
  }

  async sendPhoto(file) {
    const item = { kind: "photo", preview: URL.createObjectURL(file), file };
    this.send(item);
  }

  /** One after the other: a person's messages arrive in the order they were written. */
  queue(item) {
    this.tail = this.tail.then(() => this.deliver(item));
  }

  async deliver(item) {
    try {
      if (item.kind === "photo" && !item.media) await this.upload(item);
      const { key, kind, text, media, lat, lon, label } = item;
      await server.say({ who: this.who, message_id: key, kind, text, media, lat, lon, label });
    } catch (error) {
      const known = error instanceof Failure;
      Object.assign(item, { failed: true, final: known && error.final, why: known ? error.message : "" });
      const held = this.waiting.get(item.key);
      const follow = this.atBottom();
      if (held) markLine(held.line, item, this.acts);
      if (follow) this.toBottom(); // the mark must be seen
      return;
    }
    await this.refresh();
  }

  async upload(item) {
    if (item.file) await photos.put(item.key, item.file);
    const file = item.file || (await photos.get(item.key));
    if (!file) throw new Failure(400, words.photoLost);
    item.media = await server.keepPhoto(file);
    this.keep(item);
  }

  again(item) {
    Object.assign(item, { failed: false, final: false, why: "" });
    markLine(this.waiting.get(item.key).line, item, this.acts);
    this.queue(item);
    this.hooks.again();
  }

  /** The server will never take it as it is: back into the box with it. */
  amend(item) {
    this.settle(item.key);
    this.hooks.amend(item.kind === "text" ? item.text : "");
  }

  /** The server has it, or it was given up: nothing waits under this key any more. */
  settle(key) {
    this.keys.add(key);
    const held = this.waiting.get(key);
    if (held) {
      held.line.remove();
      if (held.item.preview) URL.revokeObjectURL(held.item.preview);
      if (held.item.kind === "photo") photos.drop(key);
      this.waiting.delete(key);
    }
    unsent.drop(this.who, key);
  }

  keep(item) {
    const { preview, file, ...plain } = item;
    unsent.add(this.who, plain);
  }

  async show(item) {
    const bubble = { ...item, mine: true, kind: item.kind === "tap" ? "text" : item.kind };
    if (item.kind === "tap" || item.kind === "location") bubble.text = item.label;
    const line = drawLine(bubble, this.card, this.acts);
    this.waiting.set(item.key, { item, line });
    this.place(line, item.pos);
    markLine(line, item, this.acts);
    if (item.kind === "photo" && !item.preview && !item.media) {
      const file = await photos.get(item.key);
      if (file) line.querySelector("img").src = item.preview = URL.createObjectURL(file);
    }
  }

  place(line, pos) {
    line.pos = pos;
    let before = this.log.lastElementChild;
    while (before && before.pos > pos) before = before.previousElementSibling;
    this.log.insertBefore(line, before ? before.nextElementSibling : this.log.firstElementChild);
    this.date(line);
    if (line.nextElementSibling) this.date(line.nextElementSibling);
    for (const image of line.querySelectorAll("img")) {
      const follow = this.atBottom();
      image.addEventListener("load", () => follow && this.toBottom(), { once: true });
    }
  }

  date(line) {
    dateLine(line, this.hooks.now());
  }

  /** The clock came to another day: 今天 is 昨天 now. */
  dateAll() {
    for (const line of this.log.children) this.date(line);
  }

  atBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  toBottom() {
    this.log.scrollTop = this.log.scrollHeight;
    this.hooks.below(false);
  }
}
