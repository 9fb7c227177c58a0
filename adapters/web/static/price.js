// What a request will cost, as the server computes it (core/pricing.py); the server checks the total again.

import { pricing } from "./boot.js";

/** The total in credits for these values of /imagine with so many reference pictures. */
export function total({ shape, quality, count }, references) {
  const base = pricing.base[quality];
  const large = shape === "square" ? 0 : Math.ceil((base * pricing.large_percent) / 100);
  return (base + large + pricing.per_reference * references) * (Number(count) || 1);
}
