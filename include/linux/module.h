/* SPDX-License-Identifier: MIT */
#ifndef DOOR_LINUX_MODULE_H
#define DOOR_LINUX_MODULE_H

#include <octavo/module.h>
#include <linux/stat.h>
#include <octavo/err.h>
#include <octavo/errno.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <octavo/bug.h>

#endif
