const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat('en-GB', {
	day: 'numeric',
	month: 'short',
	hour: '2-digit',
	minute: '2-digit'
});

/**
 * The time of a row, in the reader's time zone: 14:05:09 and .123 today,
 * "22 Nov, 14:05" before.
 */
export function shortTime(at: string, now: Date): { text: string; fraction: string } {
	const date = new Date(at);
	if (date.toDateString() !== now.toDateString()) return { text: dayAndTime.format(date), fraction: '' };
	return { text: clock.format(date), fraction: `.${String(date.getMilliseconds()).padStart(3, '0')}` };
}
