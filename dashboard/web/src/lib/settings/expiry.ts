/** How long a new token may hold. */
export const expiries = [
	{ value: '0', label: 'Never' },
	{ value: '7', label: '7 days' },
	{ value: '30', label: '30 days' },
	{ value: '90', label: '90 days' },
	{ value: '365', label: '1 year' }
] as const;

export type Expiry = (typeof expiries)[number]['value'];

/** When a token that is made now ends, as the API wants it; undefined for never. */
export function expiresAt(expiry: Expiry, now: Date): string | undefined {
	const days = Number(expiry);
	return days === 0 ? undefined : new Date(now.getTime() + days * 86_400_000).toISOString();
}
