/** ioredis without a server: what is used of it, with every command answered by hand. */

import { EventEmitter } from "node:events";
import { parseServiceUrl } from "../src/connections/url.js";

/** As much of ioredis as is used, with every command answered by hand. */
export class FakeRedis extends EventEmitter {
  static made: FakeRedis[] = [];
  status = "connecting";
  readonly stream = { writable: true };
  readonly commands: {
    name: string;
    args: unknown[];
    resolve(value: unknown): void;
    reject(error: Error): void;
  }[] = [];

  /** Answers every command at once, where it is set. */
  answer: ((name: string) => unknown) | null = null;
  pings = 0;

  constructor(readonly options: Record<string, unknown>) {
    super();
    FakeRedis.made.push(this);
  }

  connect() {
    this.status = "ready";
    this.emit("ready");
  }

  lose() {
    this.status = "reconnecting";
    for (const { reject } of this.commands) reject(new Error("Connection is closed."));
  }

  #command(name: string, args: unknown[]): Promise<unknown> {
    if (this.status !== "ready") return Promise.reject(new Error("not writable"));
    return new Promise((resolve, reject) => {
      this.commands.push({ name, args, resolve, reject });
      if (this.answer !== null) resolve(this.answer(name));
    });
  }

  lpush = (...args: unknown[]) => this.#command("lpush", args);
  /** Answers PING, where it is set. */
  pong: () => Promise<unknown> = async () => "PONG";
  ping = () => {
    this.pings++;
    return this.pong();
  };
  publish = (...args: unknown[]) => this.#command("publish", args);
  sadd = (...args: unknown[]) => this.#command("sadd", args);
  smembers = (...args: unknown[]) => this.#command("smembers", args);
  multi = () => {
    const steps: unknown[] = [];
    const step =
      (name: string) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return chain;
      };
    const chain = {
      lrange: step("lrange"),
      del: step("del"),
      srem: step("srem"),
      lpush: step("lpush"),
      exec: () => this.#command("exec", steps),
    };
    return chain;
  };
  subscribe = (...args: unknown[]) => this.#command("subscribe", args);
  unsubscribe = (...args: unknown[]) => this.#command("unsubscribe", args);
  mget = (keys: unknown[]) => this.#command("mget", keys);
  lrange = (...args: unknown[]) => this.#command("lrange", args);
  get = (...args: unknown[]) => this.#command("get", args);
  set = (...args: unknown[]) => this.#command("set", args);
  eval = (...args: unknown[]) => this.#command("eval", args);
  disconnect(_again?: boolean) {
    this.status = "end";
    this.emit("end");
  }
  async quit() {
    this.disconnect();
  }

  named(name: string) {
    return this.commands.filter((command) => command.name === name);
  }
}

export const turn = () => new Promise((resolve) => setImmediate(resolve));
export const url = (text = "redis://:secret@host:1/2") => parseServiceUrl(text, "broker");
