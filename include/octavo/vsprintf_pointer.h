/* SPDX-License-Identifier: MIT */
/*
 * vsprintf_pointer.h - what lib/vsprintf.c asks lib/vsprintf_pointer.c.
 */
#ifndef OCTAVO_VSPRINTF_POINTER_H
#define OCTAVO_VSPRINTF_POINTER_H

#include <octavo/types.h>

/**
 * pointer_letters() - do letters behind %p say what it points to?
 * @kind: behind the p
 *
 * Context: Any context.
 * Return: how many characters belong to it, 0: it is a plain %p.
 */
int pointer_letters(const char *kind);

/**
 * format_pointer() - show what is pointed to
 * @buf: where to
 * @size: bytes at @buf, at least 200
 * @kind: the letters, not "V"
 * @p: the pointer
 * @width: what the format has between % and p
 *
 * Context: Any context.
 * Return: the length.
 */
int format_pointer(char *buf, size_t size, const char *kind, const void *p,
		   int width);

#endif
