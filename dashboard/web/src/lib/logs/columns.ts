const clock = new Intl.DateTimeFormat('en-GB', {
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	fractionalSecondDigits: 3
});
const dayAndClock = new Intl.DateTimeFormat('en-GB', {
	day: 'numeric',
	month: 'short',
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit'
});

/** 14:05:09.123 today, and "22 Nov, 14:05:09" before, in the reader's time zone. */
export function shortTime(at: string, now: Date): string {
	const date = new Date(at);
	return date.toDateString() === now.toDateString() ? clock.format(date) : dayAndClock.format(date);
}
