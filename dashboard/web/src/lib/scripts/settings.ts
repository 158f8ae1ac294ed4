import type { ScriptSummary } from '#lib/api/types.ts';

/** The limits of a script, as they are asked for. */
export const limits = [
	{ name: 'timeout_ms', label: 'Time, in milliseconds' },
	{ name: 'max_operations', label: 'Operations' },
	{ name: 'memory_limit_mb', label: 'Memory, in MiB' },
	{ name: 'max_concurrency', label: 'Executions at once' }
] as const;

type LimitName = (typeof limits)[number]['name'];

export type SettingsForm = { name: string; description: string; enabled: boolean } & Record<
	LimitName,
	string
>;

export type SettingName = keyof SettingsForm;

export function settingsOf(script: ScriptSummary): SettingsForm {
	return {
		name: script.name,
		description: script.description,
		enabled: script.enabled,
		timeout_ms: limitText(script.timeout_ms),
		max_operations: limitText(script.max_operations),
		memory_limit_mb: limitText(script.memory_limit_mb),
		max_concurrency: limitText(script.max_concurrency)
	};
}

/** A limit as it is typed: nothing for the default. */
export function limitText(limit: number | undefined): string {
	return limit ? String(limit) : '';
}

/** What was typed as a number: 0 for nothing, undefined when it is none. Digits may be grouped. */
export function limitOf(text: string): number | undefined {
	const digits = text.replace(/[\s,_'’]/g, '');
	if (digits === '') return 0;
	return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

/** The form after a change that was not made in it: what was typed stays, the rest is as it is now. */
export function rebased(form: SettingsForm, base: SettingsForm, now: SettingsForm): SettingsForm {
	return { ...now, ...Object.fromEntries(typed(form, base).map((name) => [name, form[name]])) };
}

/** The fields in which something else was typed than somebody else has set meanwhile. */
export function overtaken(form: SettingsForm, base: SettingsForm, now: SettingsForm): SettingName[] {
	return typed(form, base).filter((name) => now[name] !== base[name] && now[name] !== form[name]);
}

/** The fields in which something was typed. */
export function typed(form: SettingsForm, base: SettingsForm): SettingName[] {
	return (Object.keys(base) as SettingName[]).filter((name) => form[name] !== base[name]);
}
