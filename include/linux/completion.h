/* SPDX-License-Identifier: MIT */
/*
 * linux/completion.h - it has happened.
 */
#ifndef DOOR_LINUX_COMPLETION_H
#define DOOR_LINUX_COMPLETION_H

#include <linux/wait.h>

#define DECLARE_COMPLETION_ONSTACK(name)	DECLARE_COMPLETION(name)
#define COMPLETION_INITIALIZER_ONSTACK(name)	COMPLETION_INITIALIZER(name)

#endif
