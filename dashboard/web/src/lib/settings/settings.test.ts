import { describe, expect, it } from 'vitest';
import { describeAction } from './actions.ts';
import { describeAgent } from './agent.ts';
import { expiresAt } from './expiry.ts';
import { tally } from './transfer.ts';

describe('expiresAt', () => {
	const now = new Date('2026-11-23T12:00:00Z');
	it('is so many days from now', () => expect(expiresAt('30', now)).toBe('2026-12-23T12:00:00.000Z'));
	it('is never', () => expect(expiresAt('0', now)).toBeUndefined());
});

describe('describeAgent', () => {
	it.each([
		[
			'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36',
			'Chrome on Linux'
		],
		[
			'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0',
			'Edge on Windows'
		],
		[
			'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605 Version/26.0 Mobile Safari/604',
			'Safari on iOS'
		],
		['Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0', 'Firefox on Android'],
		['curl/8.9', 'curl'],
		['something else', 'something else'],
		['', 'Unknown browser']
	])('%s', (agent, text) => expect(describeAgent(agent)).toBe(text));
});

describe('describeAction', () => {
	it.each([
		['script.create', 'Created script'],
		['route.delete', 'Deleted route'],
		['session.create', 'Signed in with'],
		['thing.frobnicate', 'thing.frobnicate']
	])('%s', (action, text) => expect(describeAction(action)).toBe(text));
});

describe('tally', () => {
	it('counts by action', () => {
		const change = (action: 'create' | 'update') =>
			({ action, kind: 'script', name: 'a', id: '', fields: [] as string[] }) as const;
		expect(tally([change('create'), change('update'), change('create')])).toEqual({
			create: 2,
			update: 1,
			delete: 0,
			unchanged: 0
		});
	});
});
