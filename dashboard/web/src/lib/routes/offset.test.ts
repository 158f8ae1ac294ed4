import { describe, expect, it } from 'vitest';
import { charactersBefore, indexOfByte } from './offset.ts';

describe('indexOfByte', () => {
	it.each([
		['/a b', 0, 0],
		['/a b', 2, 2],
		['/café x', 6, 5],
		['/日本 x', 7, 3],
		['/👋 x', 5, 3],
		['/👋 x', 3, 1],
		['/a', 99, 2],
		['', 0, 0]
	])('finds in %j the byte %i at %i', (text, offset, index) => {
		expect(indexOfByte(text, offset)).toBe(index);
	});

	it('agrees with the encoder for each character', () => {
		const text = '/a/é/日/👋/ß*';
		for (let index = 0; index < text.length; index += text.codePointAt(index)! > 0xffff ? 2 : 1) {
			const offset = new TextEncoder().encode(text.slice(0, index)).length;
			expect(indexOfByte(text, offset)).toBe(index);
		}
	});
});

describe('charactersBefore', () => {
	it('counts what takes two units once', () => {
		expect(charactersBefore('/👋 x', 3)).toBe(2);
	});
});
