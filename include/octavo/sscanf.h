/* SPDX-License-Identifier: MIT */
/*
 * sscanf.h - values from text, after a pattern.
 *
 * Conversions: d i u x X o (with hh h l ll z t j), c, s, [..], n and %, each
 * with a width and with * to pass it over. White space in the pattern stands
 * for any of it, none included. There is no floating point.
 */
#ifndef OCTAVO_SSCANF_H
#define OCTAVO_SSCANF_H

#include <stdarg.h>
#include <octavo/types.h>

#define sscanf		octavo_sscanf
#define vsscanf		octavo_vsscanf

/**
 * vsscanf() - values from text
 * @buf: the text
 * @fmt: the pattern
 * @args: pointers to where they go
 *
 * Context: Any context.
 * Return: how many were stored before text and pattern parted.
 */
int vsscanf(const char *buf, const char *fmt, va_list args);

/**
 * sscanf() - values from text
 * @buf: the text
 * @fmt: the pattern
 *
 * Context: Any context.
 * Return: as vsscanf().
 */
__attribute__((__format__(scanf, 2, 3)))
int sscanf(const char *buf, const char *fmt, ...);

#endif
