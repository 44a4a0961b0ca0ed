/* SPDX-License-Identifier: MIT */
/*
 * kunit/test-bug.h - what code that is not a test asks of the running test:
 * kunit_get_current_test(), kunit_fail_current_test().
 */
#ifndef KUNIT_TEST_BUG_H
#define KUNIT_TEST_BUG_H

#include <kunit/test.h>

#endif
