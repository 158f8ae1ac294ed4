const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const compactNumbers = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** 50,000,000 */
export function count(n: number): string {
	return numbers.format(n);
}

/** 50M */
export function compact(n: number): string {
	return compactNumbers.format(n);
}

/** 850 µs, 12.3 ms, 1.20 s, 2 min 5 s; from milliseconds. */
export function duration(ms: number): string {
	if (ms <= 0) return '0 ms';
	// The bounds are where rounding would reach the next unit.
	if (ms < 0.9995) return `${Math.max(1, Math.round(ms * 1000))} µs`;
	if (ms < 9.95) return `${ms.toFixed(1)} ms`;
	if (ms < 999.5) return `${Math.round(ms)} ms`;
	if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`;
	if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
	const seconds = Math.round(ms / 1000);
	const rest = seconds % 60;
	return rest === 0 ? `${seconds / 60} min` : `${(seconds - rest) / 60} min ${rest} s`;
}

/** 512 B, 12.4 KiB, 10 MiB */
export function bytes(n: number): string {
	const units = ['B', 'KiB', 'MiB', 'GiB'];
	let unit = 0;
	while (n >= 1024 && unit < units.length - 1) {
		n /= 1024;
		unit++;
	}
	const digits = unit === 0 || n >= 100 || Number.isInteger(n) ? 0 : 1;
	return `${n.toFixed(digits)} ${units[unit]}`;
}

/** 3.2 %; never 0 % for some and never 100 % for not all. */
export function percent(part: number, whole: number): string {
	if (whole === 0 || part === 0) return '0 %';
	if (part === whole) return '100 %';
	const p = (part / whole) * 100;
	if (p < 0.1) return '< 0.1 %';
	if (p > 99.9) return '> 99.9 %';
	return `${p < 10 ? p.toFixed(1) : Math.round(p)} %`;
}

/** 23 Nov 2026, 14:05:09, in the reader's time zone. */
export function dateTime(at: string | Date): string {
	return dates.format(new Date(at));
}

/** 23 Nov 2026 */
export function day(at: string | Date): string {
	return days.format(new Date(at));
}

/** just now, 5 s ago, 3 min ago, in 2 h, 4 d ago; older than a month: the date. */
export function relative(at: string | Date, now: number): string {
	const then = new Date(at).getTime();
	const seconds = Math.round((now - then) / 1000);
	const past = seconds >= 0;
	const s = Math.abs(seconds);
	if (s < 5) return 'just now';
	let text: string;
	if (s < 60) text = `${s} s`;
	else if (s < 3600) text = `${Math.floor(s / 60)} min`;
	else if (s < 86_400) text = `${Math.floor(s / 3600)} h`;
	else if (s < 30 * 86_400) text = `${Math.floor(s / 86_400)} d`;
	else return day(at);
	return past ? `${text} ago` : `in ${text}`;
}

/** "1 script", "2 scripts" */
export function plural(n: number, one: string, many = one + 's'): string {
	return `${count(n)} ${n === 1 ? one : many}`;
}
