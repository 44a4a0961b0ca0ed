/* SPDX-License-Identifier: MIT */
/*
 * checks.h - what is watched about drivers while they are loaded.
 *
 *	checks_begin -> module_load ... module_unload -> checks_module_gone
 *		     -> checks_end
 *
 * What each check finds, and when, is in docs/driver-checks.md.
 */
#ifndef OCTAVO_CHECKS_H
#define OCTAVO_CHECKS_H

#include <octavo/types.h>

struct module;

/**
 * checks_begin() - drivers are going to be loaded
 *
 * From now on what they allocate is remembered, and reports show backtraces.
 * Calls nest.
 *
 * Context: May sleep.
 * Pairs with: checks_end().
 */
void checks_begin(void);

/**
 * checks_end() - the last driver is gone
 *
 * Context: May sleep.
 */
void checks_end(void);

/**
 * checks_boundary() - name a function that works for the kernel itself
 * @start: its first byte
 * @size: bytes of code
 *
 * What is allocated below it is not a driver's, also if the driver is what
 * brought it about: the page of a program that a user copy touches, say.
 *
 * Context: Any context.
 */
void checks_boundary(const void *start, size_t size);

/**
 * checks_module_gone() - report what a module has left behind
 * @mod: a module whose exit function has run, or whose init function failed
 *
 * Context: May sleep.
 * Return: how many reports were made.
 */
unsigned int checks_module_gone(const struct module *mod);

/**
 * checks_show_held() - say how much memory a module has, if it has any
 * @mod: a module that has crashed
 *
 * Context: Any context, but not with anything locked by allocators.
 */
void checks_show_held(const struct module *mod);

#endif
