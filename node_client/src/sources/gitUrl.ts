/** Whether `repo` is somewhere else: `https://host/a.git`, `git@host:a.git`, and not a folder of this machine. */
export function isRemote(repo: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(repo) || /^[\w.-]+@[\w.-]+:/.test(repo);
}

/** The same without what a URL may hold of a secret: it goes into messages and into the generated module. */
export function withoutPassword(repo: string): string {
  return repo.replace(/^(https?:\/\/)[^/@]*@/i, "$1").replace(/^([a-z+]+:\/\/[^/:@]+):[^/@]*@/i, "$1@");
}
