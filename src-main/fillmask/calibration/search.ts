const golden = (Math.sqrt(5) - 1) / 2;
const steps = 22;

/** The argument of a smooth function's smallest value between two bounds, by golden-section search. */
export function smallest(loss: (value: number) => number, [from, to]: readonly [number, number]): number {
  let [low, high] = [from, to];
  let [a, b] = [high - golden * (high - low), low + golden * (high - low)];
  let [atA, atB] = [loss(a), loss(b)];
  for (let step = 0; step < steps; step++) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - golden * (high - low);
      atA = loss(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + golden * (high - low);
      atB = loss(b);
    }
  }
  return (low + high) / 2;
}
