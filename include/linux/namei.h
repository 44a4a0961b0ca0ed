/* SPDX-License-Identifier: MIT */
/*
 * linux/namei.h - from paths to names.
 */
#ifndef DOOR_LINUX_NAMEI_H
#define DOOR_LINUX_NAMEI_H

#include <linux/fs.h>

#endif
