// Package setting checks values of the configuration file, for the packages that
// declare a part of it: package slack the settings under slack:, and so on. It
// knows neither the file nor any of the settings. Start reading at Error
// (setting.go).
package setting
