import { describe, expect, it } from 'vitest';
import { bytes, compact, count, duration, percent, plural, relative } from './format.ts';

describe('duration', () => {
	it.each([
		[0, '0 ms'],
		[0.0004, '1 µs'],
		[0.348, '348 µs'],
		[1, '1.0 ms'],
		[12.4, '12 ms'],
		[999.4, '999 ms'],
		[1500, '1.50 s'],
		[12_340, '12.3 s'],
		[60_000, '1 min'],
		[125_000, '2 min 5 s']
	])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text));

	it('never shows a minute of 60 seconds', () => {
		for (let ms = 59_900; ms < 180_000; ms += 37) expect(duration(ms)).not.toMatch(/\b60(\.0)? s/);
	});

	it('never shows 1000 of a unit that has a larger one', () => {
		for (let ms = 0.99; ms < 1010; ms += 0.0137) expect(duration(ms)).not.toMatch(/^(1000|10\.0) (µs|ms)$/);
	});
});

describe('bytes', () => {
	it.each([
		[0, '0 B'],
		[1023, '1023 B'],
		[1024, '1 KiB'],
		[12_700, '12.4 KiB'],
		[10 << 20, '10 MiB'],
		[500 * 1024 + 300, '500 KiB']
	])('%d is %s', (n, text) => expect(bytes(n)).toBe(text));
});

describe('percent', () => {
	it.each([
		[0, 0, '0 %'],
		[0, 10, '0 %'],
		[10, 10, '100 %'],
		[1, 3, '33 %'],
		[3, 40, '7.5 %'],
		[1, 100_000, '< 0.1 %'],
		[99_999, 100_000, '> 99.9 %']
	])('%d of %d is %s', (part, whole, text) => expect(percent(part, whole)).toBe(text));
});

describe('relative', () => {
	const now = Date.parse('2026-11-23T12:00:00Z');
	it.each([
		['2026-11-23T11:59:58Z', 'just now'],
		['2026-11-23T11:59:30Z', '30 s ago'],
		['2026-11-23T11:00:01Z', '59 min ago'],
		['2026-11-23T10:00:00Z', '2 h ago'],
		['2026-11-20T12:00:00Z', '3 d ago'],
		['2026-11-23T14:00:00Z', 'in 2 h'],
		['2026-01-02T12:00:00Z', '2 Jan 2026']
	])('%s is %s', (at, text) => expect(relative(at, now)).toBe(text));
});

describe('numbers', () => {
	it('has groups of thousands', () => expect(count(50_000_000)).toBe('50,000,000'));
	it('has short forms', () => expect(compact(50_000_000)).toBe('50M'));
	it('knows one from many', () => {
		expect(plural(1, 'script')).toBe('1 script');
		expect(plural(1200, 'entry', 'entries')).toBe('1,200 entries');
	});
});
