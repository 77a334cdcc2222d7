// Talks to the server: one function a question, and Live, which brings news by itself.
import { words } from "./words.js";

const API = "/phones/api";

/** The server or the line said no. `final` means the same thing again will be refused again. */
export class Failure extends Error {
  constructor(status, said) {
    super(said || words.noAnswer);
    this.final = status >= 400 && status < 500 && status !== 408 && status !== 429;
  }
}

async function call(path, { body, type = "application/json", seconds = 20 } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  const post = { method: "POST", headers: { "X-Phones": "1", "Content-Type": type }, body };
  let status = 0;
  try {
    const answer = await fetch(API + path, { ...(body === undefined ? {} : post), signal: stop.signal });
    status = answer.status;
    if (answer.ok) return await answer.json();
    throw new Failure(status, (await answer.json()).error);
  } catch (error) {
    // anything but a refusal in the server's own words means: not known to have arrived
    throw error instanceof Failure ? error : new Failure(status >= 400 ? status : 0);
  } finally {
    clearTimeout(timer);
  }
}

export const server = {
  people: async () => (await call("/people")).people,
  newPerson: () => call("/people", { body: "{}" }),
  chat: (who, after) => call(`/chat?who=${encodeURIComponent(who)}&after=${after}`),
  say: (message) => call("/say", { body: JSON.stringify(message) }),
  keepPhoto: async (file) => (await call("/photo", { body: file, type: file.type, seconds: 60 })).media,
  photo: (media) => `${API}/photo/${encodeURIComponent(media)}`,
  moveClock: (text) => call("/clock", { body: JSON.stringify({ words: text }) }),
  save: (who, title) => call("/save", { body: JSON.stringify({ who, title }) }),
};

const TICK = 2000; // how often the fallback asks
const SILENCE = 20000; // the server beats every 15 s: longer silence means the stream is dead
const RETRY = 10000;

/** Keeps the talks fresh: a stream of events, and questions every two seconds whenever the stream is not alive. */
export class Live {
  /** talks(): the open conversations; onNow(iso): the clock; onLine(bool): whether the server answers. */
  constructor(talks, onNow, onLine) {
    Object.assign(this, { talks, onNow, onLine, stream: null, heard: 0, opened: 0, asking: false });
  }

  start() {
    this.reopen();
    setInterval(() => this.tick(), TICK);
    // a browser allows six streams to one server: hidden tabs ask instead of listening
    document.addEventListener("visibilitychange", () => {
      this.reopen();
      this.ask();
    });
  }

  /** The set of open phones changed; several changes at once are one. */
  changed() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.reopen(), 100);
  }

  /** Listen anew from what was seen. */
  reopen() {
    if (this.stream) this.stream.close();
    this.stream = null;
    this.heard = 0;
    this.opened = Date.now();
    const talks = this.talks();
    if (document.hidden || !talks.length) return;
    const query = talks.map((talk) => `who=${encodeURIComponent(talk.who)}&after=${talk.cursor}`).join("&");
    const stream = new EventSource(`${API}/events?${query}`);
    const hear = (event) => {
      if (stream !== this.stream) return;
      this.heard = Date.now();
      this.onLine(true);
      const news = JSON.parse(event.data);
      this.onNow(news.now);
      if (news.who) this.deliver(news.who, news);
    };
    stream.addEventListener("page", hear);
    stream.addEventListener("beat", hear);
    stream.addEventListener("error", () => {
      if (stream === this.stream) this.heard = 0;
    });
    this.stream = stream;
  }

  deliver(who, page) {
    const talk = this.talks().find((one) => one.who === who);
    if (talk) talk.receive(page);
  }

  tick() {
    const now = Date.now();
    if (this.stream && now - this.heard < SILENCE) return;
    if (this.stream && now - this.opened > RETRY) this.reopen();
    this.ask();
  }

  async ask() {
    if (this.asking) return;
    this.asking = true;
    try {
      for (const talk of this.talks()) {
        const page = await server.chat(talk.who, talk.cursor);
        this.onNow(page.now);
        talk.receive(page);
      }
      this.onLine(true);
    } catch (error) {
      this.onLine(error.final === true);
    } finally {
      this.asking = false;
    }
  }
}
