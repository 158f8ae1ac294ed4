import { describe, expect, it } from 'vitest';
import { dropDraft, dropDrafts, keepDraft, newSlot, readDrafts } from './drafts.ts';

function store(limit = Infinity) {
	const kept = new Map<string, string>();
	return {
		kept,
		get length() {
			return kept.size;
		},
		key: (i: number) => [...kept.keys()][i] ?? null,
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => {
			if (value.length > limit) throw new DOMException('full', 'QuotaExceededError');
			kept.set(key, value);
		},
		removeItem: (key: string) => void kept.delete(key)
	};
}

const draft = { source: 'package main', version: 3, at: '2026-11-23T10:00:00.000Z' };

describe('drafts', () => {
	it('are kept for each script by itself', () => {
		const s = store();
		expect(keepDraft('a', '1', draft, s)).toBe(true);
		expect(keepDraft('ab', '1', { ...draft, source: 'other' }, s)).toBe(true);
		expect(readDrafts('a', s)).toEqual([{ ...draft, slot: '1' }]);
		expect(readDrafts('ab', s)[0]?.source).toBe('other');
	});

	it('are kept for each writer by itself, and found newest first', () => {
		const s = store();
		keepDraft('a', '1', { ...draft, source: 'old', at: '2026-11-23T09:00:00.000Z' }, s);
		keepDraft('a', '2', { ...draft, source: 'new', at: '2026-11-23T11:00:00.000Z' }, s);
		s.kept.set('picloud.draft.a', JSON.stringify(draft));
		expect(readDrafts('a', s).map((d) => [d.slot, d.source])).toEqual([
			['2', 'new'],
			['', 'package main'],
			['1', 'old']
		]);
		dropDraft('a', '', s);
		dropDraft('a', '2', s);
		expect(readDrafts('a', s).map((d) => d.source)).toEqual(['old']);
	});

	it('are gone together with their script', () => {
		const s = store();
		for (const slot of ['', '1', '2']) keepDraft('a', slot, draft, s);
		keepDraft('b', '1', draft, s);
		dropDrafts('a', s);
		expect(readDrafts('a', s)).toEqual([]);
		expect(readDrafts('b', s)).toHaveLength(1);
	});

	it('tell when there is no room, and leave what was kept before', () => {
		const s = store(200);
		keepDraft('a', '1', draft, s);
		expect(keepDraft('a', '1', { ...draft, source: 'x'.repeat(300) }, s)).toBe(false);
		expect(readDrafts('a', s)[0]).toMatchObject(draft);
	});

	it.each(['', 'null', '{', '[]', '{"source":1,"version":1,"at":""}', '{"source":"x"}'])(
		'are none when what is kept is %j',
		(text) => {
			const s = store();
			s.kept.set('picloud.draft.a', text);
			expect(readDrafts('a', s)).toEqual([]);
		}
	);

	it('have places that differ', () => {
		expect(newSlot()).not.toBe(newSlot());
	});
});
