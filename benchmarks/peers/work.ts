/** The same work for every peer in Node.js, measured in the process of the peer. */

import type { Answer, Job, Peer, Request } from "./protocol.js";

export async function perform(peer: Peer, { work, run, calls, queue, size = 1 }: Request): Promise<Answer> {
  const jobs = Array.from({ length: calls }, (_, job) => ({ run, job, queue }));
  peer.prepare?.(jobs);
  globalThis.gc?.();
  switch (work) {
    case "serial":
      return { times: await serial(peer, jobs) };
    case "window":
      return { seconds: await seconds(() => window(peer, jobs, size)) };
    case "publish":
      return {
        seconds: await seconds(() => Promise.all(jobs.map((job) => known(peer.send).call(peer, job)))),
      };
    case "map":
      return { seconds: await seconds(() => map(peer, jobs)) };
  }
}

async function serial(peer: Peer, jobs: readonly Job[]): Promise<number[]> {
  const times: number[] = [];
  for (const job of jobs) {
    const begin = performance.now();
    check(job, await known(peer.call).call(peer, job));
    times.push(performance.now() - begin);
  }
  return times;
}

async function window(peer: Peer, jobs: readonly Job[], size: number): Promise<void> {
  const left = jobs.values();
  const lane = async () => {
    for (const job of left) check(job, await known(peer.call).call(peer, job));
  };
  await Promise.all(Array.from({ length: size }, lane));
}

async function map(peer: Peer, jobs: readonly Job[]): Promise<void> {
  const values = await known(peer.map).call(peer, jobs);
  jobs.forEach((job, index) => {
    check(job, values[index]);
  });
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function check({ job }: Job, value: unknown): void {
  if (value !== 2 * job) throw new Error(`job ${job} gave ${String(value)}`);
}

function known<T>(method: T | undefined): T {
  if (method === undefined) throw new Error("this peer has no notion of that");
  return method;
}
