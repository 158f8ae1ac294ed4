import { ChangeSet, Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { changesBetween } from './formatting.ts';
import { mergeTexts } from './merging.ts';

const base = 'a\nb\nc\nd\ne\n';

describe('mergeTexts', () => {
	it('takes what only one of them changed', () => {
		expect(mergeTexts(base, 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\nf\n')).toEqual({
			text: 'A\nb\nc\nd\nE\nf\n',
			taken: 1,
			conflicts: 0
		});
	});

	it('keeps mine where both changed the same lines', () => {
		expect(mergeTexts(base, 'a\nb\ntheirs\nd\ne\n', 'a\nb\nmine\nd\ne\n')).toEqual({
			text: 'a\nb\nmine\nd\ne\n',
			taken: 0,
			conflicts: 1
		});
	});

	it('sees no conflict where both did the same', () => {
		const same = 'a\nb\nX\nd\ne\n';
		expect(mergeTexts(base, same, same)).toEqual({ text: same, taken: 0, conflicts: 0 });
	});

	it('knows deleted lines from changed ones', () => {
		expect(mergeTexts(base, 'b\nc\nd\ne\n', 'a\nb\nc\ne\n')).toMatchObject({
			text: 'b\nc\ne\n',
			conflicts: 0
		});
		expect(mergeTexts(base, 'a\nb\nd\ne\n', 'a\nb\nC\nd\ne\n')).toMatchObject({
			text: 'a\nb\nC\nd\ne\n',
			conflicts: 1
		});
	});

	it('is the other text when one changed nothing, with or without a last line end', () => {
		for (const text of ['', 'x', 'a\nb\nc\nd\ne', 'e\nd\nc\nb\na\n', base + base]) {
			expect(mergeTexts(base, text, base).text).toBe(text);
			expect(mergeTexts(base, base, text).text).toBe(text);
			expect(mergeTexts(base, text, base).conflicts).toBe(0);
		}
	});
});

describe('changesBetween', () => {
	it('touches only what differs, so that a cursor stays with its text', () => {
		const before = 'func a(){\nx:=1\n  return x\n}\n';
		const after = 'func a() {\n\tx := 1\n\treturn x\n}\n';
		const changes = ChangeSet.of(changesBetween(before, after), before.length);
		expect(changes.apply(Text.of(before.split('\n'))).toString()).toBe(after);
		expect(changes.mapPos(before.indexOf('return'))).toBe(after.indexOf('return'));
	});

	it('is nothing for equal texts', () => {
		expect(changesBetween('same', 'same')).toEqual([]);
	});
});
