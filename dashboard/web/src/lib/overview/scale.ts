/** The next round number above n, so that an axis ends at 5, 10, 20, 50, 100 and so on. */
export function roundUp(n: number): number {
	if (n <= 0) return 1;
	const power = 10 ** Math.floor(Math.log10(n));
	for (const factor of [1, 2, 5, 10]) {
		if (n <= factor * power) return factor * power;
	}
	return 10 * power;
}

/** How a point in time is written below a chart whose steps last so long. */
export function tick(at: string, stepSeconds: number): string {
	const date = new Date(at);
	return stepSeconds < 3600
		? date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
		: date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** When a step was, in full. */
export function span(at: string, stepSeconds: number): string {
	const from = new Date(at);
	const to = new Date(from.getTime() + stepSeconds * 1000);
	const clock = (d: Date) => d.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
	const date = from.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
	return `${date}, ${clock(from)}–${clock(to)}`;
}

/**
 * The stretches of a line: points without a value part them. A stretch is the
 * list of its points' indexes.
 */
export function stretches(values: readonly (number | undefined)[]): number[][] {
	const found: number[][] = [];
	let current: number[] | undefined;
	values.forEach((value, i) => {
		if (value === undefined) {
			current = undefined;
		} else if (current) {
			current.push(i);
		} else {
			current = [i];
			found.push(current);
		}
	});
	return found;
}
