/* SPDX-License-Identifier: MIT */
/*
 * linux/major.h - major numbers that are given away.
 */
#ifndef DOOR_LINUX_MAJOR_H
#define DOOR_LINUX_MAJOR_H

#define UNNAMED_MAJOR		0
#define MEM_MAJOR		1
#define RAMDISK_MAJOR		1
#define TTY_MAJOR		4
#define TTYAUX_MAJOR		5
#define LP_MAJOR		6
#define LOOP_MAJOR		7
#define MISC_MAJOR		10
#define INPUT_MAJOR		13
#define SOUND_MAJOR		14
#define SCSI_GENERIC_MAJOR	21
#define VIDEO_MAJOR		81
#define I2C_MAJOR		89
#define UNIX98_PTY_MASTER_MAJOR	128
#define UNIX98_PTY_SLAVE_MAJOR	136
#define USB_CHAR_MAJOR		189
#define MSR_MAJOR		202
#define CPUID_MAJOR		203

#endif
