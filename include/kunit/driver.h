/* SPDX-License-Identifier: MIT */
/*
 * kunit/driver.h - tests of drivers, for who runs them.
 *
 *	load the driver, then its tests -> run -> unload, last first
 *
 * all on one task, with every failure that was asked for. What is told about
 * the points at which failures can be made to happen are lines of text:
 *
 *	phase load|test|unload
 *	point KIND NR FAILS ADDRESS...	innermost return address first
 */
#ifndef KUNIT_DRIVER_H
#define KUNIT_DRIVER_H

#include <kunit/test.h>
#include <octavo/fault_inject.h>

struct module;

/* Let point number @nth of a kind fail, and if @sticky all that follow. */
struct kunit_fault {
	enum fault_kind kind;
	unsigned long nth;
	bool sticky;
};

/* What is to happen to the drivers' points. */
struct kunit_faults {
	const struct kunit_fault *faults;
	unsigned int nr;
	unsigned int kinds;		/* bits: that are counted, or by chance */
	bool tell_all;			/* of points; else those that fail */
	u64 seed;			/* of chance */
	unsigned int one_in;		/* 0: nothing by chance */
	/* Whose points these are; none: every module's. */
	struct module *const *drivers;
	unsigned int nr_drivers;
	void (*tell)(const char *line, size_t len);
};

/**
 * kunit_faults_begin() - count drivers' points from now on, let some fail
 * @faults: which; must stay valid
 *
 * Context: May sleep; on the task that tests run on.
 * Pairs with: kunit_faults_end().
 */
void kunit_faults_begin(const struct kunit_faults *faults);

/**
 * kunit_faults_phase() - say what comes now
 * @name: a word
 *
 * Context: May sleep.
 */
void kunit_faults_phase(const char *name);

/**
 * kunit_faults_end() - let everything succeed again
 *
 * Context: May sleep.
 */
void kunit_faults_end(void);

#endif
