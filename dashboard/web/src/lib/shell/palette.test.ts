import { describe, expect, it } from 'vitest';
import { findCommands } from './palette.ts';

const commands = ['Scripts', 'nightly-report', 'Routes', 'reporting', 'Settings'].map((label) => ({ label }));
const found = (text: string) => findCommands(commands, text).map((c) => c.label);

describe('findCommands', () => {
	it('finds all with no text', () => expect(found('  ')).toHaveLength(5));
	it('puts what begins with the text first, then words that do', () => {
		expect(found('rep')).toEqual(['reporting', 'nightly-report']);
	});
	it('finds letters in order', () => expect(found('stg')).toEqual(['Settings']));
	it('finds nothing else', () => expect(found('xyz')).toEqual([]));
});
