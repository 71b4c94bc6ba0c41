/** The exponent e of `cost = c * size^e` that fits best: 1 is linear, 2 is quadratic. At least two sizes. */
export function fittedExponent(points: readonly (readonly [size: number, cost: number])[]): number {
    const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)] as const);
    const mean = (at: 0 | 1): number => logs.reduce((sum, log) => sum + log[at], 0) / logs.length;
    const [meanSize, meanCost] = [mean(0), mean(1)];
    const covariance = logs.reduce((sum, [size, cost]) => sum + (size - meanSize) * (cost - meanCost), 0);
    const variance = logs.reduce((sum, [size]) => sum + (size - meanSize) ** 2, 0);
    return covariance / variance;
}
