/** Rows beyond the edges that are drawn too, so that scrolling shows no gap. */
const spare = 12;

/** The rows to draw of many of one height: from start, up to end. */
export function visibleRange(top: number, height: number, rowHeight: number, count: number) {
	const first = Math.floor(top / rowHeight);
	const last = Math.ceil((top + height) / rowHeight);
	const start = Math.max(0, Math.min(first - spare, count));
	return { start, end: Math.max(start, Math.min(last + spare, count)) };
}

/** Where to scroll to, so that a row is in sight below a head of the table. */
export function scrollTo(row: number, top: number, height: number, rowHeight: number, head: number): number {
	const from = row * rowHeight;
	if (from < top) return from;
	return Math.max(top, from + rowHeight + head - height);
}
