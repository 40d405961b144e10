/** True where the two types are the same to the compiler, not only assignable to each other. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles where `A` and `B` are the same type. */
export function exactly<A, B>(..._proof: Same<A, B> extends true ? [] : [never]): void {}
