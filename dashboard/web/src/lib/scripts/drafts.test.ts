import { describe, expect, it } from 'vitest';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';

function store(limit = Infinity) {
	const kept = new Map<string, string>();
	return {
		kept,
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => {
			if (value.length > limit) throw new DOMException('full', 'QuotaExceededError');
			kept.set(key, value);
		},
		removeItem: (key: string) => void kept.delete(key)
	};
}

const draft = { source: 'package main', version: 3, at: '2026-11-23T10:00:00Z' };

describe('drafts', () => {
	it('are kept for each script by itself', () => {
		const s = store();
		expect(keepDraft('a', draft, s)).toBe(true);
		expect(keepDraft('b', { ...draft, source: 'other' }, s)).toBe(true);
		expect(readDraft('a', s)).toEqual(draft);
		expect(readDraft('b', s)?.source).toBe('other');
	});

	it('are gone when they are dropped', () => {
		const s = store();
		keepDraft('a', draft, s);
		dropDraft('a', s);
		expect(readDraft('a', s)).toBeUndefined();
	});

	it('tell when there is no room, and leave what was kept before', () => {
		const s = store(200);
		keepDraft('a', draft, s);
		expect(keepDraft('a', { ...draft, source: 'x'.repeat(300) }, s)).toBe(false);
		expect(readDraft('a', s)).toEqual(draft);
	});

	it.each(['', 'null', '{', '[]', '{"source":1,"version":1,"at":""}', '{"source":"x"}'])(
		'are none when what is kept is %j',
		(text) => {
			const s = store();
			s.kept.set('picloud.draft.a', text);
			expect(readDraft('a', s)).toBeUndefined();
		}
	);
});
