import { resolve } from '$app/paths';
import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import Settings from '@lucide/svelte/icons/settings';
import SquareCode from '@lucide/svelte/icons/square-code';
import Waypoints from '@lucide/svelte/icons/waypoints';

/** The places of the sidebar. */
export const places = [
	{ label: 'Overview', href: resolve('/'), icon: LayoutDashboard, keys: 'g o' },
	{ label: 'Scripts', href: resolve('/scripts'), icon: SquareCode, keys: 'g s' },
	{ label: 'Routes', href: resolve('/routes'), icon: Waypoints, keys: 'g r' },
	{ label: 'Logs', href: resolve('/logs'), icon: ScrollText, keys: 'g l' },
	{ label: 'Settings', href: resolve('/settings'), icon: Settings, keys: 'g t' }
] as const;

/** Whether a path belongs to a place. */
export function within(path: string, href: string): boolean {
	if (href.endsWith('/')) return path === href || path === href.slice(0, -1);
	return path === href || path.startsWith(href + '/');
}
