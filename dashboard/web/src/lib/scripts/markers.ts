/** A version that went live within a chart. */
export interface Marker {
	version: number;
	at: string;
	/** Where on the chart, from 0 to 1. */
	share: number;
}

/** The versions that were saved within a stretch of time, oldest first. */
export function markersBetween(
	versions: readonly { version: number; created_at: string }[],
	since: string,
	until: string
): Marker[] {
	const from = Date.parse(since);
	const length = Date.parse(until) - from;
	if (!(length > 0)) return [];
	return versions
		.map((v) => ({
			version: v.version,
			at: v.created_at,
			share: (Date.parse(v.created_at) - from) / length
		}))
		.filter((m) => m.share >= 0 && m.share <= 1)
		.sort((a, b) => a.share - b.share);
}
