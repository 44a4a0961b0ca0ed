/* SPDX-License-Identifier: MIT */
/*
 * printk.c - messages on the console.
 *
 * A message is put together on the stack and handed to arch_log() whole: no
 * lock, no buffer that could be busy, so it works from any context.
 */
#include <octavo/port.h>
#include <octavo/printk.h>

#define LINE_MAX_BYTES	1024

int console_loglevel = LOGLEVEL_DEBUG;

/* The level at the head of @s, which is stepped over. */
static int take_level(const char **s)
{
	const char *head = *s;

	if (head[0] != KERN_SOH[0] || !head[1])
		return LOGLEVEL_WARNING;
	*s = head + 2;
	if (head[1] >= '0' && head[1] <= '7')
		return head[1] - '0';
	return LOGLEVEL_WARNING;
}

int vprintk(const char *fmt, va_list args)
{
	char line[LINE_MAX_BYTES];
	/* Looked for in the text: the level may be an argument. */
	int len = vscnprintf(line, sizeof(line), fmt, args);
	const char *text = line;
	int level = take_level(&text);

	len -= (int)(text - line);
	if (level < __atomic_load_n(&console_loglevel, __ATOMIC_RELAXED))
		arch_log(text, (size_t)len);
	return len;
}

int printk(const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vprintk(fmt, args);
	va_end(args);
	return len;
}
