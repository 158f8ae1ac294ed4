import { describe, expect, it } from 'vitest';
import { overtaken, rebased, settingsOf, type SettingsForm } from './settings.ts';

const form = (more: Partial<SettingsForm> = {}): SettingsForm => ({
	...settingsOf({ name: 'greet', description: '', enabled: true } as never),
	...more
});

describe('settings that others change meanwhile', () => {
	it.each<[string, Partial<SettingsForm>, Partial<SettingsForm>, Partial<SettingsForm>, string[]]>([
		['come in where nothing was typed', {}, { name: 'theirs' }, { name: 'theirs' }, []],
		['leave what was typed', { name: 'mine' }, { name: 'theirs' }, { name: 'mine' }, ['name']],
		[
			'come in beside what was typed',
			{ name: 'mine' },
			{ enabled: false },
			{ name: 'mine', enabled: false },
			[]
		],
		['are no news when they are the same', { timeout_ms: '9' }, { timeout_ms: '9' }, { timeout_ms: '9' }, []],
		['leave a field that was emptied', { name: '' }, { name: 'theirs' }, { name: '' }, ['name']]
	])('%s', (_, typed, theirs, want, names) => {
		expect(rebased(form(typed), form(), form(theirs))).toEqual(form(want));
		expect(overtaken(form(typed), form(), form(theirs))).toEqual(names);
	});
});
